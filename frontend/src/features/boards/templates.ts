/** The columns that a new board starts with, by template; names are texts under `boards.columns`. */
export const templates = {
  kanban: ['backlog', 'ready', 'doing', 'review', 'done'],
  release: ['planned', 'doing', 'testing', 'released'],
  simple: ['todo', 'doing', 'done'],
  blank: [],
} as const;

export type TemplateName = keyof typeof templates;
