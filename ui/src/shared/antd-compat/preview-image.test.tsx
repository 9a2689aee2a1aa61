// How far a picture moves, and that it stops at its edge, only Chromium shows, which has sizes: tests/screens/specs/detail.spec.ts.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { Image } from "antd";
import { beforeEach, expect, it, vi } from "vitest";
import { buildPhotoPreview } from "../files/photo-preview";
import { findPreviewImage, movePreviewImage } from "./preview-image";

const ARROW_RIGHT = { key: "ArrowRight", keyCode: 39, which: 39 };
const shownPicture = () => document.querySelector<HTMLImageElement>(".ant-image-preview img") as HTMLImageElement;

function openPreview(preview: object) {
  render(
    <Image.PreviewGroup preview={{ open: true, ...preview }}>
      <Image src="data:,a" alt="甲" />
      <Image src="data:,b" alt="乙" />
    </Image.PreviewGroup>,
  );
}

beforeEach(() => void Object.assign(window, { innerWidth: 1000, innerHeight: 800 }));

it("Shift+→ leads to the next picture by antd alone", () => {
  openPreview({});
  fireEvent.keyDown(window, { ...ARROW_RIGHT, shiftKey: true });
  expect(shownPicture().src, "antd no longer needs the workaround").toBe("data:,b");
});

it("Shift+→ stays at the picture by the workaround, and → leads on", () => {
  openPreview(buildPhotoPreview());
  fireEvent.keyDown(document.body, { ...ARROW_RIGHT, shiftKey: true });
  expect(shownPicture().src).toBe("data:,a");
  fireEvent.keyDown(document.body, ARROW_RIGHT);
  expect(shownPicture().src).toBe("data:,b");
});

it("finds the picture from its tools, and drags it at most to its edge", () => {
  openPreview(buildPhotoPreview());
  const picture = shownPicture();
  expect(findPreviewImage(screen.getByRole("button", { name: "向左转" }))).toBe(picture);
  expect(findPreviewImage(document.body)).toBeNull();
  picture.getBoundingClientRect = () => ({ left: -30, right: 1500, top: -200, bottom: 800 }) as DOMRect;
  const moves: [number, number][] = [];
  const rememberMove = vi.fn(({ clientX, clientY }: MouseEvent) => void moves.push([clientX, clientY]));
  window.addEventListener("mousemove", rememberMove);
  for (const way of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) act(() => movePreviewImage(picture, way));
  window.removeEventListener("mousemove", rememberMove);
  expect(moves.map(([x, y]) => [x + 0, y + 0])).toEqual([[30, 0], [-80, 0], [0, 80], [0, 0]]);
});
