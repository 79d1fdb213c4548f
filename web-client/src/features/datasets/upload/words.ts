import { counted } from '@/format/number';

/** What an upload says. */
export const words = {
  transfer: {
    thePart: 'The part of the console that uploads could not be loaded.',
    platformDidNot: 'The platform did not answer.',
  },
  unfinishedUploads: {
    what: 'Could not end the upload',
    label: 'Unfinished uploads',
    unfinishedOfStarted: (size: string, all: string, share: string) =>
      `Unfinished, ${size} of ${all}, ${share}, started`,
    givenUp: ', given up',
    endUpload: 'End upload',
  },
  uploadPanel: {
    title: (number: number) => `Upload to v${number}`,
    dropFilesHere: 'Drop files here, or',
    chooseFiles: 'Choose files',
    label: 'Choose files to upload',
    interruptedChooseTheSame: (n: number, files: string) =>
      `${counted(n, 'upload was', 'uploads were')} interrupted. Choose the same ${n === 1 ? 'file' : 'files'} again and only what is missing is sent: ${files}.`,
    connectionLostTryingAgain: 'Connection lost, trying again',
    of: (size: string, all: string, share: string) => `${size} of ${all}, ${share}`,
    tryAgain: 'Try again',
    filesOf: (done: number, n: number) => `${done} of ${counted(n, 'file', 'files')}`,
  },
  uploads: {
    noAnswer: 'The platform did not answer.',
  },
} as const;
