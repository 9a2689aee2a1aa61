import { describe, expect, it } from "vitest";
import { addPendingFiles, findFileObjection, listSendableFiles, formatFileSize } from "./pending-files";

const file = (name: string, size: number) => {
  const made = new File(["x"], name, { lastModified: 1 });
  Object.defineProperty(made, "size", { value: size });
  return made;
};

describe("files before they are sent", () => {
  it("are objected to with the reason the program would give", () => {
    expect(findFileObjection(file("现场.JPG", 400_000))).toBeNull();
    expect(findFileObjection(file("录像.mp4", 400_000))).toMatch(/^只能添加 JPEG、PNG 图片或 PDF 文件/);
    expect(findFileObjection(file("大图.png", 11 * 1_048_576))).toMatch(/^文件过大：最多 10\.0 MB，现在是 11\.0 MB/);
    expect(findFileObjection(file("空.pdf", 0))).toMatch(/^文件是空的/);
  });

  it("are held in their order, the same one once, and only good ones are sent", () => {
    const first = addPendingFiles([], [file("一.jpg", 10), file("录像.mp4", 10)]);
    const held = addPendingFiles(first, [file("一.jpg", 10), file("二.pdf", 20)]);
    expect(held.map(({ file: { name } }) => name)).toEqual(["一.jpg", "录像.mp4", "二.pdf"]);
    expect(listSendableFiles(held).map(({ file: { name } }) => name)).toEqual(["一.jpg", "二.pdf"]);
    expect(listSendableFiles([{ file: file("一.jpg", 10), why: "刚刚被别人更新", again: true }])).toHaveLength(1);
  });

  it("have a size in words", () => {
    expect([formatFileSize(300), formatFileSize(400_000), formatFileSize(1_500_000)]).toEqual(["1 KB", "391 KB", "1.4 MB"]);
  });
});
