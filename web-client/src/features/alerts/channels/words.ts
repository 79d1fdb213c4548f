import { counted } from '@/format/number';

/** What the page of channels says. */
export const words = {
  address: {
    needsHttps: 'https: what is sent must stay between the two of you',
    httpsOfAHost: 'https, of a host on the internet; only the host is shown afterwards',
    incomingWebhook: 'The incoming webhook of a room, https://hooks.slack.com/services/…',
    addressThatBegins: 'An address that begins with https://',
    hostIsHooks: 'Its host is hooks.slack.com',
  },
  channelConfirms: {
    signsItsMessages:
      'This signs its messages, as Standard Webhooks says. It is shown now and never again: give it to the receiver, which checks by it that a message is ours.',
    isRotated: (name: string) => `${name} is rotated`,
    secretBeforeSigns: 'The secret before signs, too: its end is',
    rotateTheSecret: (name: string) => `Rotate the secret of ${name}?`,
    rotateSecret: 'Rotate secret',
    messagesAreSigned:
      'Messages are signed with the new secret and, for a while, with the present one, too. A receiver that knows neither refuses them, and they are tried again.',
    askSwitchOff: (name: string) => `Switch ${name} off?`,
    switchOff: 'Switch off',
    nothingWaits: 'Nothing waits.',
    givenUp: (waiting: number) =>
      `${counted(waiting, 'message that waits is', 'messages that wait are')} given up.`,
    takesNothingUntil: (waits: string) => `It takes nothing until somebody switches it on. ${waits}`,
    endTheChannel: (name: string) => `End the channel ${name}?`,
    endChannel: 'End channel',
    noRuleTells: 'No rule tells it.',
    onWithout: (rules: number) =>
      `${counted(rules, 'rule tells it and goes', 'rules tell it and go')} on without it.`,
    takesNothingAny: (rules: string) =>
      `It takes nothing any more, what waits is given up, and what was sent is not shown any more. ${rules}`,
  },
  channelDrawer: {
    switchOn: 'Switch on',
    sendATest: 'Send a test',
    rotateSecret: 'Rotate secret',
    switchOff: 'Switch off',
    couldNotSend: 'Could not send a test',
    couldNotSwitch: 'Could not switch it on',
    takesNothing: 'It takes nothing.',
    lastMessageDid: 'The last message did not arrive.',
    toldBy: 'Told by',
    noRule: 'no rule',
    lastDelivery: 'Last delivery',
    noneYet: 'none yet',
    oldSecretSignsToo: 'Old secret signs, too',
    madeBy: 'Made by',
    label: 'Newest messages',
    nothingWasSentYet: 'Nothing was sent yet. A test says whether it arrives.',
  },
  channelFields: {
    needsName: 'What people call it',
    needsMember: 'At least one member',
  },
  channelsTab: {
    title: 'No channels yet',
    channelTakesWhat: 'A channel takes what rules tell: members by e-mail, a webhook, a room of Slack.',
    createChannel: 'Create channel',
    to: (n: number) => ` to ${counted(n, 'member', 'members')}`,
    switchedOff: 'Switched off',
    lastDelivery: 'Last delivery',
    lastError: 'Last error',
    rotateSecret: 'Rotate secret…',
    switchOff: 'Switch off…',
    endChannel: 'End channel…',
  },
  createChannelDialog: {
    eMailToMembers: 'E-mail to members',
    webhookSigned: 'Webhook, signed',
    slackByAnIncoming: 'Slack, by an incoming webhook',
    isCreated: (name: string) => `${name} is created`,
    createChannel: 'Create channel',
    what: 'create the channel',
    messagesGo: 'Messages go',
  },
  deliveryItem: {
    triesOf10: (attempts: number) => `, ${attempts} of 10 tries`,
    answered: (lastStatus: number) => `, answered ${lastStatus}`,
    nextTry: ', next try',
    couldNotDeliver: (message: string) => `. Could not deliver it again: ${message}`,
    label: (title: string, name: string) => `Redeliver ${title} to ${name}`,
  },
  editChannelDialog: {
    title: (name: string) => `Edit ${name}`,
    verb: 'Save channel',
    what: 'save the channel',
    label: 'New address',
    itsHost: 'its host',
    hint: (host: string) => `Left empty, it stays at ${host}; what waits goes to the new one, too`,
    yours: 'as it is',
  },
  memberBoxes: {
    membersOf20: (n: number) => `Members, ${n} of 20 at most`,
    yourRolesDoNot: 'Your roles do not cover who the members are. Ask somebody who may see them to choose.',
    couldNotLoad: (message: string) => `Could not load the members: ${message}`,
  },
} as const;
