import { useClient } from 'urql';
import {
  AccountAsItIsDocument,
  CreateServiceAccountDocument,
  SetServiceAccountGrantsDocument,
  type AccountRowFragment,
} from '@/api/generated/members';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';
import { rolesBeside } from '@/features/members/lines';
import type { Organisation } from '@/features/members/organisation';
import { missing, useForm } from '@/parts/form';
import { words } from './words';

const says = words.accountForm;

interface AccountValues {
  readonly name: string;
  readonly description: string;
  readonly lines: readonly GrantLine[];
}

/** A new service account, or the roles of one as they are being edited. */
export function useAccountForm(
  account: AccountRowFragment | null,
  organisation: Organisation,
  withKeys: boolean,
  onSet: () => void,
) {
  const client = useClient();
  const form = useForm<AccountValues, AccountRowFragment | null>({
    of: account,
    values: (of) => ({
      name: of?.name ?? '',
      description: of?.description ?? '',
      lines: linesOf(grantsOf(of?.grants ?? [])),
    }),
    check: (values) => missing(values, { name: says.name }),
    send: async ({ name, description, lines }, { ask, of }) => {
      const grants = withoutTwins(lines).map(toInput);
      const text = description.trim();
      const made = { name: name.trim(), description: text === '' ? null : text, grants };
      await (of === null
        ? ask(CreateServiceAccountDocument, { input: made, withKeys })
        : ask(SetServiceAccountGrantsDocument, {
            input: { id: of.id, expectedVersion: of.version, grants },
            withKeys,
          }));
      onSet();
    },
    reload: async () => {
      if (account === null) return null;
      const asked = { id: account.id, withKeys };
      const { data } = await client.query(AccountAsItIsDocument, asked, { requestPolicy: 'network-only' });
      return data?.node?.__typename === 'ServiceAccount' ? data.node : null;
    },
    differences: (theirs, yours) => [rolesBeside(theirs.grants, yours.lines, organisation)],
  });
  const { lines } = form.values;
  const isSame = account !== null && same(lines, grantsOf(account.grants));
  return { form, isReady: lines.every(({ role }) => role !== '') && !isSame };
}
