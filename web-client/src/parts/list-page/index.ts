export { ListPage, type Nothing } from './ListPage';
export { ListTable } from './ListTable';
export { useOfProject, type OfProject } from './of-project';
export { askedFor, useFilter, type Filter } from './use-filter';
export { loaded, PAGE_SIZE, useList, useNamedList, type Connection, type List } from './use-list';
