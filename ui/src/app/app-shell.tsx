// What needs the library: its styles, its theme and its messages around the desk.
import { UserOutlined } from "@ant-design/icons";
import { App as Messages, Button, ConfigProvider, Dropdown, Layout, Tag } from "antd";
import "antd/dist/antd.css";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { HashRouter, MemoryRouter } from "react-router";
import { CustomerSigningScreen } from "../features/acknowledgements/customer-screen";
import "./app.css";
import { WorkbenchSkeleton } from "../features/workbench/board";
import type { DeskState } from "../gen/wire";
import { useDarkMode, useAppearance } from "../shared/look/appearance";
import { KeyCap } from "../shared/keyboard/key-cap";
import { ERROR_SCROLL_OPTIONS } from "../shared/antd-compat/focus-error-field";
import { PAPER_THEME, buildTheme } from "../shared/look/theme";
import { FirstStart } from "./first-start";
import { DeskFrame, SideMenu } from "./frame";
import { LockScreen } from "./lock-screen";
import { findHomePlace, mayOpen, MENU_PLACES } from "../session/menu";
import { OpeningFailure } from "./opening-failure";
import { DeskStateContext } from "../session/desk-state";

dayjs.locale("zh-cn");

const BUTTON = { autoInsertSpace: false };
/** A form that lacks something leads to its first field that does. */
const FORM = { scrollToFirstError: ERROR_SCROLL_OPTIONS };
/** What is typed is looked for among the words that are read, in every field to choose from. */
const SELECT = { showSearch: { optionFilterProp: "label" } };
const empty = (of?: string) => (of === "Select" ? <span className="quiet">没有这一项。</span> : undefined);
const MESSAGE = { maxCount: 1, duration: 2.5 };

/** In the look that was chosen; the customer's window is paper, whatever the desk looks like. */
function Look({ customer, children }: { customer?: boolean; children: ReactNode }) {
  const { size, compact } = useAppearance();
  const dark = useDarkMode();
  // Made once: whoever gets a new one works out all its colours anew.
  const own = useMemo(() => buildTheme({ dark, size, compact }), [dark, size, compact]);
  return (
    <ConfigProvider locale={zhCN} theme={customer ? PAPER_THEME : own} button={BUTTON} form={FORM} select={SELECT} renderEmpty={empty}>
      <Messages message={MESSAGE}>{children}</Messages>
    </ConfigProvider>
  );
}

export const CustomerApp = () => (
  <Look customer>
    <CustomerSigningScreen />
  </Look>
);

/** So often, because the browser compiles what it has run several times. */
const TIMES = 6;

/** The parts the desk begins with, laid out unseen while somebody signs in: their styles, their letters and their code are ready when it
 *  is to stand. They are gone again before it comes: taking them away would be waited for. */
function Prewarm() {
  const [times, setTimes] = useState(0);
  const over = times === TIMES;
  useEffect(() => {
    if (over) return;
    const frame = requestAnimationFrame(() => setTimeout(() => setTimes(times + 1)));
    return () => cancelAnimationFrame(frame);
  }, [times, over]);
  if (over) return null;
  return (
    <div key={times} className="ahead" aria-hidden inert>
      <MemoryRouter>
        <Layout>
          <Layout.Sider>
            <SideMenu may={MENU_PLACES.flatMap(({ needs }) => needs)} />
          </Layout.Sider>
          <Layout>
            <Layout.Header>
              <Tag>北京时间</Tag>
              <Dropdown menu={{ items: [] }}>
                <Button type="text" icon={<UserOutlined />}>
                  查找 <KeyCap of="F3" />
                </Button>
              </Dropdown>
            </Layout.Header>
            <Layout.Content>
              <WorkbenchSkeleton />
            </Layout.Content>
          </Layout>
        </Layout>
      </MemoryRouter>
    </div>
  );
}

/** The desk, or what is made ready for it. One look around both: the styles of the one are those of the other. */
export const DeskApp = ({ stands, ...desk }: Props & { stands: boolean }) => (
  <Look>
    {stands ? <Inside {...desk} /> : <Prewarm />}
  </Look>
);

interface Props {
  state: DeskState | undefined;
  error: unknown;
  again: () => void;
}

function Inside(props: Props) {
  // Whoever comes without a place begins at their first, before anything is drawn for none; so does whoever may not open the page that
  // the one before them has left.
  useState(() => {
    const may = props.state?.may ?? [];
    const first = findHomePlace(may);
    if (first && (location.hash.length < 3 || !mayOpen(may, location.hash.slice(1)))) history.replaceState(null, "", `#${first.path}`);
  });
  return (
    <HashRouter>
      <Gate {...props} />
    </HashRouter>
  );
}

function Gate({ state, error, again }: Props) {
  // The sheet of the key is still to be printed when the administrator is made.
  const [founding, setFounding] = useState(false);
  if (!state) {
    return (
      <div className="gate">
        <OpeningFailure error={error} again={again} />
      </div>
    );
  }
  if (state.first_start || founding) {
    return (
      <FirstStart
        passphrase={state.passphrase_needed}
        otherData={state.trust.password_needed}
        begin={() => setFounding(true)}
        over={() => setFounding(false)}
      />
    );
  }
  return (
    <DeskStateContext.Provider value={state}>
      <DeskFrame key={state.person?.id} />
      {state.locked && state.person && <LockScreen person={state.person.name} />}
    </DeskStateContext.Provider>
  );
}
