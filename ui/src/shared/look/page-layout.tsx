// A page: its title, what may be done here, its content.
import { Flex, Typography } from "antd";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  extra?: ReactNode;
  /** What stays in sight with the title while the rest scrolls below. */
  pinned?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function PageLayout({ title, extra, pinned, className, children }: Props) {
  const head = (
    <Flex align="center" justify="space-between" gap={12} wrap className="page-head">
      <Typography.Title level={4} style={{ margin: 0 }}>
        {title}
      </Typography.Title>
      <Flex gap={8} align="center" wrap>
        {extra}
      </Flex>
    </Flex>
  );
  return (
    <section className={className ? `page ${className}` : "page"}>
      {pinned ? (
        <div className="page-pinned">
          {head}
          {pinned}
        </div>
      ) : (
        head
      )}
      {children}
    </section>
  );
}
