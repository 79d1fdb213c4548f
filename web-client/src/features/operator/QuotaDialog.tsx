import { TextInput } from '@mantine/core';
import { SetQuotaDocument, type OperatedTenantFragment } from '@/api/generated/operator';
import { wordsOf } from '@/format/quota';
import { FormDialog, useForm } from '@/parts/form';
import { words } from './words';

export type Quota = OperatedTenantFragment['quotas'][number];

interface QuotaDialogProps {
  readonly tenantId: string;
  readonly quota: Quota;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

const WHOLE = /^\d{1,15}$/;
const says = words.quota;

export function QuotaDialog({ tenantId, quota, onChange, onClose }: QuotaDialogProps) {
  const own = quota.source === 'OPERATOR';
  const { word, atLimit } = wordsOf(quota.name);
  const isRight = (limit: string) => (own && limit === '') || WHOLE.test(limit);
  const form = useForm({
    of: null,
    values: () => ({ limit: own && quota.limit !== null ? String(quota.limit) : '' }),
    check: ({ limit }) => (isRight(limit.trim()) ? {} : { limit: says.wrong }),
    send: async ({ limit }, { ask }) => {
      const change = limit.trim() === '' ? { remove: true } : { limit: Number(limit.trim()) };
      const input = { tenantId, name: quota.name, ...change, expectedLimit: own ? quota.limit : null };
      await ask(SetQuotaDocument, { input });
      onChange();
      onClose();
    },
  });
  return (
    <FormDialog title={word} verb={says.verb} what={says.what} form={form} onClose={onClose}>
      <p className="t2">{says.effect(quota.name, quota.used, atLimit)}</p>
      <TextInput
        label={says.label}
        description={own ? says.again : says.hint}
        inputMode="numeric"
        autoComplete="off"
        {...form.text('limit')}
      />
    </FormDialog>
  );
}
