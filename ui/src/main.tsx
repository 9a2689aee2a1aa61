import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useLayoutEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { readAhead } from "./call/use";
import { saidBefore } from "./desk/before";
import { Start } from "./desk/desk";
import "./first.css";
import { useDark, useLook } from "./look/look";
import { refuseDropped } from "./part/undropped";
import { CUSTOMER } from "./platform";

const client = new QueryClient({
  // A refusal is an answer; asking again would only give it again.
  defaultOptions: { queries: { retry: false, staleTime: 2000 } },
});

function Page() {
  const { size } = useLook();
  const dark = useDark();
  const customer = location.hash === CUSTOMER;
  // As `public/look.js` did before the first paint.
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { look: dark && !customer ? "dark" : "light", size });
  }, [dark, customer, size]);
  return <Start />;
}

/** A painting takes longer than the program's first answer: the page is drawn once, with it. Data that take longer to open are waited for
 *  in sight. */
const SOON = 300;
const answered = location.hash === CUSTOMER ? Promise.resolve() : readAhead(client, "desk_state", {});

function draw() {
  const root = document.getElementById("root");
  if (!root) return;
  // Before the browser paints a page without anything.
  flushSync(() =>
    createRoot(root).render(
      <QueryClientProvider client={client}>
        <Page />
      </QueryClientProvider>,
    ),
  );
}

refuseDropped();
if (location.hash !== CUSTOMER && saidBefore()) draw();
else void Promise.race([answered, new Promise((over) => setTimeout(over, SOON))]).then(draw);
