import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { PredictDocument } from '@/api/generated/endpoints';
import type { Tensor } from '@/api/signature';
import { useChange } from '@/api/use-change';
import { rate } from '@/format/number';
import { FieldError, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { Status } from '@/parts/Status';
import { AnswerView } from './AnswerView';
import styles from './endpoints.module.css';
import { parseInputs, type Built, type Field } from './inputs';
import { words } from './words';

const says = words.tryForm;

interface TryFormProps {
  readonly endpointId: string;
  /** As JSON rather than field by field. */
  readonly raw: boolean;
  readonly fields: readonly Field[];
  readonly values: Readonly<Record<string, string>>;
  readonly onValues: (values: Readonly<Record<string, string>>) => void;
  readonly built: Built;
  readonly outputs: readonly Tensor[];
}

interface Answered {
  readonly outputs: unknown;
  readonly latencyMs: number;
}

/** Sends one call as the person in front of it; billed as any other. */
export function TryForm({ endpointId, raw, fields, values, onValues, built, outputs }: TryFormProps) {
  const predict = useChange(PredictDocument);
  const [answered, setAnswered] = useState<Answered | null>(null);
  const [text, setText] = useState(() => JSON.stringify('inputs' in built ? built.inputs : [], null, 1));
  const [wrong, setWrong] = useState<{ readonly json?: string; readonly fields?: Record<string, string> }>(
    {},
  );

  async function send() {
    if (predict.sending) return;
    const parsed = raw ? parseInputs(text) : built;
    if ('error' in parsed) {
      setWrong({ json: parsed.error });
      return;
    }
    if ('errors' in parsed) {
      setWrong({ fields: parsed.errors });
      return;
    }
    setWrong({});
    const done = await predict.send({ input: { endpointId, inputs: parsed.inputs } });
    setAnswered(done === null ? null : done.predict);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  }

  return (
    <form
      noValidate
      className={styles.try}
      aria-label={says.label}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {raw ? (
        <Textarea
          label="Inputs"
          description={says.hint}
          rows={12}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong.json !== undefined && <FieldError>{wrong.json}</FieldError>}
        />
      ) : (
        <div className={styles.fields} role="group" aria-label="Inputs">
          {fields.map((field) => (
            <Input
              key={field.key}
              field={field}
              value={values[field.key] ?? field.example}
              error={wrong.fields?.[field.key]}
              onChange={(value) => {
                onValues({ ...values, [field.key]: value });
                setWrong({});
              }}
            />
          ))}
        </div>
      )}
      <div className={styles.send}>
        <Button type="submit" leftSection={<Icon name="send" size={14} />} loading={predict.sending}>
          Send
        </Button>
        <kbd>Ctrl ↵</kbd>
        {answered !== null && !predict.sending && (
          <span role="status">
            <Status tone="ok" icon="ok">
              {says.answeredInMs(rate(answered.latencyMs))}
            </Status>
          </span>
        )}
      </div>
      {predict.failure !== null && <FormFailure what={says.what} failure={predict.failure} />}
      {answered !== null && predict.failure === null && (
        <AnswerView answered={answered.outputs} signature={outputs} />
      )}
    </form>
  );
}

interface InputProps {
  readonly field: Field;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function Input({ field: { label, hint, kind }, value, error, onChange }: InputProps) {
  const shared = {
    label,
    description: hint,
    error: error !== undefined && <FieldError>{error}</FieldError>,
  };
  if (kind === 'boolean') {
    return (
      <NativeSelect
        {...shared}
        data={['true', 'false']}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (kind === 'list') {
    return (
      <div data-wide>
        <Textarea
          {...shared}
          rows={4}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    );
  }
  return (
    <TextInput
      {...shared}
      autoComplete="off"
      spellCheck={false}
      inputMode={kind === 'text' ? 'text' : kind === 'integer' ? 'numeric' : 'decimal'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
