// A PDF shown page by page, drawn by pdf.js: the system's own viewer is not in every window.
import { Alert, Flex, Skeleton } from "antd";
import { useEffect, useRef, useState } from "react";
import type { PDFDocumentProxy } from "pdfjs-dist";

async function open(base64: string): Promise<PDFDocumentProxy> {
  // Loaded when the first page is shown: most days nobody looks at one.
  const [pdfjs, worker] = await Promise.all([
    import("pdfjs-dist/legacy/build/pdf.mjs"),
    import("pdfjs-dist/legacy/build/pdf.worker.min.mjs?url"),
  ]);
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default;
  const data = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
  return pdfjs.getDocument({ data }).promise;
}

/** The document; the pages shown stay until the next one is ready, so that nothing flickers while somebody chooses. */
export function Pdf({ base64, label }: { base64: string; label: string }) {
  const [shown, setShown] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | null = null;
    open(base64).then(
      (document) => {
        opened = document;
        if (gone) return void document.destroy();
        setFailed(false);
        setShown(document);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
      void opened?.destroy();
    };
  }, [base64]);
  if (failed) return <Alert type="error" showIcon title="预览没有显示出来，可以直接保存后查看。" />;
  if (!shown) return <Skeleton active />;
  return (
    <Flex vertical gap={12} className="pdf" role="document" aria-label={label}>
      {Array.from({ length: shown.numPages }, (_, index) => (
        <Sheet key={index} pdf={shown} number={index + 1} />
      ))}
    </Flex>
  );
}

/** One page; drawn when it comes near. */
function Sheet({ pdf, number }: { pdf: PDFDocumentProxy; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [near, setNear] = useState(number <= 2);
  useEffect(() => {
    const element = canvas.current;
    if (!element || near) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: "600px" });
    watch.observe(element);
    return () => watch.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near) return;
    let stop: (() => void) | null = null;
    let gone = false;
    const draw = async () => {
      const page = await pdf.getPage(number);
      const element = canvas.current;
      if (gone || !element) return;
      const viewport = page.getViewport({ scale: 1.5 * Math.min(window.devicePixelRatio || 1, 2) });
      element.width = viewport.width;
      element.height = viewport.height;
      const task = page.render({ canvas: element, viewport });
      stop = () => task.cancel();
      await task.promise;
      element.dataset.drawn = "yes";
    };
    // A page that is taken away while it is drawn is no fault.
    draw().catch(() => undefined);
    return () => {
      gone = true;
      stop?.();
    };
  }, [pdf, number, near]);
  return <canvas ref={canvas} aria-label={`第 ${number} 页`} role="img" />;
}
