/** What stands above mails that could not be sent. */
export const words = {
  title: 'Mails to you',
  note: 'kept here, as no mail server is set',
} as const;
