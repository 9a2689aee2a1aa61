// A page: its title, what may be done here, its content.
import { Flex, Typography } from "antd";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}

export function Page({ title, extra, children }: Props) {
  return (
    <section className="page">
      <Flex align="center" justify="space-between" gap={12} wrap className="page-head">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {title}
        </Typography.Title>
        <Flex gap={8} align="center" wrap>
          {extra}
        </Flex>
      </Flex>
      {children}
    </section>
  );
}
