import { fireEvent, render, screen } from "@testing-library/react";
import { App } from "antd";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { RefusedError } from "../../api/platform";
import { LogoCard } from "./logo";

const { call, may } = vi.hoisted(() => ({ call: vi.fn(), may: vi.fn() }));
vi.mock("../../api/platform", async (original) => ({ ...(await original<object>()), call }));
vi.mock("../../session/desk-state", () => ({ useMay: () => may }));

const picture = { name: "标志.png", media: "image/png", base64: "aGk=", missing: [], without: [], unstamped: false, uncertified: false };

describe("the logo", () => {
  let view: object;
  let refused: RefusedError | null;
  beforeEach(() => {
    [view, refused] = [{ version: 0, file: null }, null];
    may.mockReset().mockReturnValue(true);
    call.mockReset().mockImplementation((name: string, request: { version: number; file: unknown }) => {
      if (name === "logo_get") return Promise.resolve(view);
      if (refused) return Promise.reject(refused);
      view = { version: request.version + 1, file: request.file && picture };
      return Promise.resolve({ value: view, changed: ["logo"] });
    });
    render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <App>
          <LogoCard />
        </App>
      </QueryClientProvider>,
    );
  });

  const bring = () => {
    const input = document.querySelector("input[type=file]");
    fireEvent.change(input ?? document.body, { target: { files: [new File(["hi"], "标志.png", { type: "image/png" })] } });
  };

  it("is brought, seen, and taken away again", async () => {
    expect(await screen.findByText("尚未设置，封面使用本系统的水滴标志。")).toBeTruthy();
    bring();
    const shown = await screen.findByAltText("公司标志：标志.png", {}, { timeout: 5000 });
    expect(shown.getAttribute("src")).toBe("data:image/png;base64,aGk=");
    expect(call).toHaveBeenCalledWith("logo_change", { version: 0, file: { name: "标志.png", base64: "aGk=" } });
    fireEvent.click(screen.getByRole("button", { name: /移\s?除/ }));
    fireEvent.click((await screen.findAllByRole("button", { name: /移\s?除/ })).at(-1) ?? document.body);
    await vi.waitFor(() => expect(call).toHaveBeenCalledWith("logo_change", { version: 1, file: null }), { timeout: 5000 });
    expect(await screen.findByText("尚未设置，封面使用本系统的水滴标志。")).toBeTruthy();
  });

  it("says why a picture is not taken", async () => {
    await screen.findByText("尚未设置，封面使用本系统的水滴标志。");
    refused = new RefusedError({ code: "out_of_range", field: "file", args: { what: "picture", least: 16, most: 2000 } });
    bring();
    expect(await screen.findByText("图片的宽和高均须为 16 至 2000 像素，请调整后再选择。")).toBeTruthy();
  });
});
