import { GraphQLError } from 'graphql';

/** What the platform refuses, with its stable code. */
export function refusal(code: string, message: string, field?: string) {
  return new GraphQLError(message, { extensions: { code, ...(field === undefined ? {} : { field }) } });
}

export function conflict(what: string) {
  return refusal('CONFLICT', `${what} was changed meanwhile`);
}
