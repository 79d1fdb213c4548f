export { JobLog } from './log/JobLog';
export { LogTail } from './log/LogTail';
export { useJobLog, type JobLogState } from './log/use-job-log';
