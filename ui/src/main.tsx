import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useLayoutEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { prefetchCommand } from "./api/use-command";
import { readCachedSignIn } from "./app/cached-sign-in";
import { AppRoot } from "./app/app-root";
import "./first.css";
import { useDarkMode, useAppearance } from "./shared/look/appearance";
import { blockStrayDrops } from "./shared/files/block-stray-drops";
import { CUSTOMER_HASH } from "./api/platform";

const client = new QueryClient({
  // A refusal is an answer; asking again would only give it again.
  defaultOptions: { queries: { retry: false, staleTime: 2000 } },
});

function Page() {
  const { size } = useAppearance();
  const dark = useDarkMode();
  const customer = location.hash === CUSTOMER_HASH;
  // As `public/look.js` did before the first paint.
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, { look: dark && !customer ? "dark" : "light", size });
  }, [dark, customer, size]);
  return <AppRoot />;
}

/** A painting takes longer than the program's first answer: the page is drawn once, with it. Data that take longer to open are waited for
 *  in sight. */
const SOON = 300;
const answered = location.hash === CUSTOMER_HASH ? Promise.resolve() : prefetchCommand(client, "desk_state", {});

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

blockStrayDrops();
if (location.hash !== CUSTOMER_HASH && readCachedSignIn()) draw();
else void Promise.race([answered, new Promise((over) => setTimeout(over, SOON))]).then(draw);
