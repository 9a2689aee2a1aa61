import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as Messages, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useLayoutEffect, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { HashRouter } from "react-router";
import "./app.css";
import { Customer } from "./acknowledgement/customer";
import { Desk } from "./desk/desk";
import { CUSTOMER } from "./platform";
import { useDark, useLook } from "./look/look";
import { paper, theme } from "./theme";

dayjs.locale("zh-cn");

const client = new QueryClient({
  // A refusal is an answer; asking again would only give it again.
  defaultOptions: { queries: { retry: false, staleTime: 2000 } },
});

/** In the look that was chosen; the customer's window is paper, whatever the desk looks like. */
function Look({ children }: { children: ReactNode }) {
  const look = useLook();
  const dark = useDark();
  const customer = location.hash === CUSTOMER;
  useLayoutEffect(() => {
    document.documentElement.dataset.look = dark && !customer ? "dark" : "light";
  }, [dark, customer]);
  return (
    <ConfigProvider locale={zhCN} theme={customer ? paper : theme({ ...look, dark })} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <Look>
      <QueryClientProvider client={client}>
        <Messages message={{ maxCount: 1, duration: 2.5 }}>
          {location.hash === CUSTOMER ? (
            <Customer />
          ) : (
            <HashRouter>
              <Desk />
            </HashRouter>
          )}
        </Messages>
      </QueryClientProvider>
    </Look>,
  );
}
