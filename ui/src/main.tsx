import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as Messages, ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { createRoot } from "react-dom/client";
import { HashRouter } from "react-router";
import "./app.css";
import { Customer } from "./acknowledgement/customer";
import { Desk } from "./desk/desk";
import { CUSTOMER } from "./platform";
import { theme } from "./theme";

dayjs.locale("zh-cn");

const client = new QueryClient({
  // A refusal is an answer; asking again would only give it again.
  defaultOptions: { queries: { retry: false, staleTime: 2000 } },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
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
    </ConfigProvider>,
  );
}
