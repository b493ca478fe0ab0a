import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs';
import { classes } from './classes';
import styles from './Tabs.module.css';

export interface TabDefinition {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

export function Tabs({
  label,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly TabDefinition[];
}) {
  return (
    <AriaTabs className={classes(styles.tabs)}>
      <TabList aria-label={label} className={classes(styles.list)}>
        {tabs.map((tab) => (
          <Tab className={classes(styles.tab)} id={tab.id} key={tab.id}>
            {tab.title}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel className={classes(styles.panel)} id={tab.id} key={tab.id}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
