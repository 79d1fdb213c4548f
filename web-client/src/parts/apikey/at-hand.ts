/** What is told of a key that is about to be ended or replaced. */
export interface KeyAtHand {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}
