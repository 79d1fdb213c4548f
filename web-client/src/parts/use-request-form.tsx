import type { OperationContext } from '@urql/core';
import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import {
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type RegisterOptions,
  type UseFormRegisterReturn,
  type UseFormReturn,
} from 'react-hook-form';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { mayBeDone, type Failure } from '@/api/failure';
import { FieldError } from './form';

export interface RequestForm<Values extends FieldValues> {
  /** What an input wants to be the field of this name. */
  readonly field: (name: Path<Values>, rules?: RegisterOptions<Values, Path<Values>>) => InputProps<Values>;
  /** Of one field; what is wrong with it is shown by its input. */
  readonly errorOf: (name: Path<Values>) => string | undefined;
  readonly form: UseFormReturn<Values>;
  /** What the platform refused and no field here is to blame for. */
  readonly failure: Failure | null;
  readonly sending: boolean;
  readonly submit: (event: SyntheticEvent) => void;
}

export type InputProps<Values extends FieldValues> = UseFormRegisterReturn<Path<Values>> & {
  readonly error: ReactNode;
};

/**
 * A form that asks the platform for one change. What the platform refuses stands under the field that it names, and for
 * the form as a whole where it names none of them. Sent again unchanged, it goes under the same idempotency key and is
 * carried out once.
 *
 * @param send resolves to why the platform refused, or to null when it is done
 */
export function useRequestForm<Values extends FieldValues>(
  defaultValues: DefaultValues<Values>,
  send: (values: Values, once: Partial<OperationContext>) => Promise<Failure | null>,
): RequestForm<Values> {
  const form = useForm<Values>({ defaultValues });
  const [failure, setFailure] = useState<Failure | null>(null);
  const key = useRef<string | null>(null);
  const { subscribe, formState } = form;
  const { errors, isSubmitting } = formState;

  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: () => {
          key.current = null;
          setFailure(null);
        },
      }),
    [subscribe],
  );

  async function trySending(values: Values) {
    setFailure(null);
    key.current ??= newIdempotencyKey();
    const refused = await send(values, idempotent(key.current));
    if (refused === null || !mayBeDone(refused)) key.current = null;
    if (refused === null) return;
    const placed = Object.entries(refused.fields).filter(([name]) => name in values);
    for (const [name, message] of placed)
      form.setError(name as Path<Values>, { type: refused.code, message });
    setFailure(placed.length > 0 ? null : refused);
  }

  function errorOf(name: Path<Values>): string | undefined {
    const message = errors[name]?.message;
    return typeof message === 'string' && message !== '' ? message : undefined;
  }

  return {
    field: (name, rules) => {
      const message = errorOf(name);
      return {
        ...form.register(name, rules),
        error: message === undefined ? null : <FieldError>{message}</FieldError>,
      };
    },
    errorOf,
    form,
    failure,
    sending: isSubmitting,
    submit: (event) => {
      event.preventDefault();
      if (!isSubmitting) void form.handleSubmit(trySending)(event);
    },
  };
}

/** The rules of a text that has to say something. */
export function needed(otherwise: string) {
  return {
    validate: (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? true : otherwise),
  };
}
