// A PDF with what one does to look at it: which page, larger and smaller, printed.
import { MinusOutlined, PlusOutlined, PrinterOutlined } from "@ant-design/icons";
import { Button, Flex, Space } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { isComposingText } from "../keyboard/key-events";
import { PdfPages, usePdfDocument } from "./pdf";
import { clearPrintSheet, printPdf } from "./print-pdf";
import { useShowRefusal } from "../dialogs/refusal";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** One step larger or smaller. */
export const stepZoom = (zoom: number, by: 1 | -1): number => ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom;

/** The page in the middle of what is seen, counted from 1. */
export function findPageAt(tops: readonly number[], middle: number): number {
  return Math.max(1, tops.filter((top) => top <= middle).length);
}

interface Viewer {
  bar: ReactNode;
  pages: ReactNode;
  /** Hears the keys; to be given to whatever lies around. */
  keys: (event: KeyboardEvent) => void;
}

export function usePdfViewer(base64: string | undefined, label: string): Viewer {
  const opened = usePdfDocument(base64);
  const around = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [at, setAt] = useState(1);
  const [ready, setReady] = useState<number | null>(null);
  const go = useRef(true);
  const say = useShowRefusal();
  useEffect(
    () => () => {
      go.current = false;
      clearPrintSheet();
    },
    [],
  );
  const of = opened.pdf?.numPages ?? 0;
  const tops = () => [...(around.current?.querySelectorAll("canvas") ?? [])].map((page) => page.offsetTop);
  const look = () => {
    const region = around.current;
    if (region) setAt(findPageAt(tops(), region.scrollTop + region.clientHeight / 2));
  };
  const turn = (to: number) => around.current?.scrollTo({ top: (tops()[Math.min(of, Math.max(1, to)) - 1] ?? 0) - 16 });
  const out = async () => {
    if (!opened.pdf || ready !== null) return;
    go.current = true;
    setReady(0);
    try {
      await printPdf(opened.pdf, (done) => (setReady(done), go.current));
    } catch (error) {
      say(error);
    } finally {
      setReady(null);
    }
  };
  const keys = (event: KeyboardEvent) => {
    const { key, target } = event;
    if (isComposingText(event) || (target instanceof HTMLElement && target.closest("input, textarea, [role=combobox]"))) return;
    if (event.ctrlKey || event.metaKey) {
      // Else the window itself would be printed.
      if (key.toLowerCase() !== "p") return;
      void out();
    } else if (key === "+" || key === "=") setZoom((now) => stepZoom(now, 1));
    else if (key === "-") setZoom((now) => stepZoom(now, -1));
    else if (key === "0") setZoom(1);
    else if (key === "PageDown") turn(at + 1);
    else if (key === "PageUp") turn(at - 1);
    else return;
    event.preventDefault();
  };
  const bar = (
    <Flex gap={12} align="center" wrap>
      {of > 0 && (
        <span className="number" aria-live="polite">
          第 {at} 页，共 {of} 页 <kbd className="key" aria-hidden>PgUp</kbd> <kbd className="key" aria-hidden>PgDn</kbd>
        </span>
      )}
      <Space.Compact role="group" aria-label="显示大小">
        <Button icon={<MinusOutlined />} aria-label="缩小" aria-keyshortcuts="-" disabled={zoom === ZOOMS[0]} onClick={() => setZoom(stepZoom(zoom, -1))} />
        <Button aria-keyshortcuts="0" onClick={() => setZoom(1)} style={{ width: "5em" }}>
          {Math.round(zoom * 100)}%
        </Button>
        <Button icon={<PlusOutlined />} aria-label="放大" aria-keyshortcuts="Plus" disabled={zoom === ZOOMS.at(-1)} onClick={() => setZoom(stepZoom(zoom, 1))} />
      </Space.Compact>
      {ready === null ? (
        <Button icon={<PrinterOutlined />} disabled={!opened.pdf} aria-keyshortcuts="Control+P" onClick={() => void out()}>
          打印 <kbd className="key" aria-hidden>Ctrl+P</kbd>
        </Button>
      ) : (
        <Button onClick={() => (go.current = false)}>
          准备打印 {ready} / {of}，停止
        </Button>
      )}
    </Flex>
  );
  const pages = (
    <div ref={around} className="preview-pages" role="region" aria-label="预览" tabIndex={0} onScroll={look}>
      <PdfPages opened={opened} label={label} zoom={zoom} />
    </div>
  );
  return { bar, pages, keys };
}
