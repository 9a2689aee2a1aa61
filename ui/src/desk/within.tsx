// What needs the library: its styles, its theme and its messages around the desk.
import { UserOutlined } from "@ant-design/icons";
import { App as Messages, Button, Card, ConfigProvider, Dropdown, Layout, Segmented } from "antd";
import "antd/dist/antd.css";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useState, type ReactNode } from "react";
import { HashRouter } from "react-router";
import { Customer } from "../acknowledgement/customer";
import "../app.css";
import type { DeskState } from "../gen/wire";
import { useDark, useLook } from "../look/look";
import { Grid } from "../part/grid";
import { Failed } from "../part/refusal";
import { paper, theme } from "../theme";
import { FirstStart } from "./first-start";
import { Frame, Places } from "./frame";
import { Lock } from "./lock";
import { places, placesFor } from "./menu";
import { Standing } from "./state";

dayjs.locale("zh-cn");

/** In the look that was chosen; the customer's window is paper, whatever the desk looks like. */
function Look({ customer, children }: { customer?: boolean; children: ReactNode }) {
  const look = useLook();
  const dark = useDark();
  return (
    <ConfigProvider locale={zhCN} theme={customer ? paper : theme({ ...look, dark })} button={{ autoInsertSpace: false }}>
      <Messages message={{ maxCount: 1, duration: 2.5 }}>{children}</Messages>
    </ConfigProvider>
  );
}

export const Customers = () => (
  <Look customer>
    <Customer />
  </Look>
);

/** The parts every screen has, drawn once unseen while somebody signs in: their styles and their code are ready when the desk is to
 *  stand. */
export const Ahead = () => (
  <div hidden>
    <Look>
      <HashRouter>
        <Layout>
          <Layout.Sider />
          <Layout.Header />
          <Places may={places.flatMap(({ needs }) => needs)} />
          <Dropdown menu={{ items: [] }}>
            <Button type="text" icon={<UserOutlined />} />
          </Dropdown>
          <Card size="small" extra={<Segmented options={["—"]} />}>
            <Grid columns={[]} rows={[]} name={String} open={String} stop={null} empty="" />
          </Card>
        </Layout>
      </HashRouter>
    </Look>
  </div>
);

interface Props {
  state: DeskState | undefined;
  error: unknown;
  again: () => void;
}

export function Inside(props: Props) {
  // Whoever comes without a place begins at their first, before anything is drawn for none.
  useState(() => {
    const first = placesFor(props.state?.may ?? [])[0];
    if (first && location.hash.length < 3) history.replaceState(null, "", `#${first.path}`);
  });
  return (
    <Look>
      <HashRouter>
        <Gate {...props} />
      </HashRouter>
    </Look>
  );
}

function Gate({ state, error, again }: Props) {
  if (!state) {
    return (
      <div className="gate">
        <Failed error={error} again={again} />
      </div>
    );
  }
  if (state.first_start) return <FirstStart />;
  return (
    <Standing.Provider value={state}>
      <Frame key={state.person?.id} />
      {state.locked && state.person && <Lock person={state.person.name} />}
    </Standing.Provider>
  );
}
