// A PDF shown page by page, drawn by pdf.js: the system's own viewer is not in every window.
import { Alert, Skeleton } from "antd";
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

export interface OpenedPdf {
  /** Stays until the next one is ready, so that nothing flickers while somebody chooses. */
  pdf: PDFDocumentProxy | null;
  failed: boolean;
}

export function usePdfDocument(base64: string | undefined): OpenedPdf {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (base64 === undefined) return;
    let gone = false;
    let opened: PDFDocumentProxy | null = null;
    open(base64).then(
      (document) => {
        opened = document;
        if (gone) return void document.destroy();
        setFailed(false);
        setPdf(document);
      },
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
      void opened?.destroy();
    };
  }, [base64]);
  return { pdf, failed };
}

/** The pages, one below the other. At 1 they are as wide as there is room, and as large as on paper at most. */
export function PdfPages({ opened: { pdf, failed }, label, zoom = 1 }: { opened: OpenedPdf; label: string; zoom?: number }) {
  if (failed) return <Alert type="error" showIcon title="预览没有显示出来，可以直接保存后查看。" />;
  if (!pdf) return <Skeleton active />;
  return (
    <div className="pdf" role="document" aria-label={label}>
      {Array.from({ length: pdf.numPages }, (_, index) => (
        <Sheet key={index} pdf={pdf} number={index + 1} zoom={zoom} />
      ))}
    </div>
  );
}

/** One page; drawn when it comes near. */
function Sheet({ pdf, number, zoom }: { pdf: PDFDocumentProxy; number: number; zoom: number }) {
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
      const viewport = page.getViewport({ scale: 1.5 * Math.max(1, zoom) * Math.min(window.devicePixelRatio || 1, 2) });
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
  }, [pdf, number, near, zoom]);
  return <canvas ref={canvas} style={zoom === 1 ? undefined : { width: `${zoom * 100}%`, maxWidth: zoom * 900 }} aria-label={`第 ${number} 页`} role="img" />;
}
