// Prints a PDF from inside the window: its pages as pictures, which nothing else of the desk is printed with. The system's own
// viewer of PDF is not in every window, and where it is, the rules of this page (its CSP) let no frame show one.
import type { PDFDocumentProxy } from "pdfjs-dist";

/** As fine as an office's printer prints text. */
const DPI = 200;
/** A PDF's own unit. */
const POINTS = 72;

async function picture(pdf: PDFDocumentProxy, number: number): Promise<{ image: HTMLImageElement; width: number; height: number }> {
  const page = await pdf.getPage(number);
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: DPI / POINTS });
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(viewport.width);
  canvas.height = Math.ceil(viewport.height);
  await page.render({ canvas, viewport, intent: "print" }).promise;
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
  if (!blob) throw new Error("no picture");
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  return { image, width, height };
}

const ID = "printed";

/** Takes away what was printed last: not every window says when it has printed, so that it stays until then. */
export function clearPrintSheet(): void {
  const sheet = document.getElementById(ID);
  for (const { src } of sheet?.querySelectorAll("img") ?? []) URL.revokeObjectURL(src);
  sheet?.remove();
}

/** `each` is told how many pages are ready, and says whether to go on. Whether the system was asked to print. */
export async function printPdf(pdf: PDFDocumentProxy, each: (done: number) => boolean): Promise<boolean> {
  clearPrintSheet();
  const sheet = document.createElement("div");
  sheet.id = ID;
  const sizes: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { image, width, height } = await picture(pdf, number);
    if (!each(number)) {
      URL.revokeObjectURL(image.src);
      for (const { src } of sheet.querySelectorAll("img")) URL.revokeObjectURL(src);
      return false;
    }
    // A page lies or stands by itself; windows that know no named pages fit it in.
    const size = `${width}pt ${height}pt`;
    if (!sizes.includes(size)) sizes.push(size);
    image.style.setProperty("page", `sheet${sizes.indexOf(size)}`);
    sheet.append(image);
  }
  const style = document.createElement("style");
  style.textContent = `@page { margin: 0; size: ${sizes[0]}; } ${sizes.map((size, place) => `@page sheet${place} { margin: 0; size: ${size}; }`).join(" ")}`;
  sheet.append(style);
  document.body.append(sheet);
  window.print();
  return true;
}
