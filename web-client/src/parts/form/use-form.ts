import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { createElement, useRef, useState, type ReactNode } from 'react';
import { NO_ANSWER, toFailure, type Failure } from '@/api/failure';
import { useOnce } from '@/api/use-once';
import { spansInWords } from '@/format/span';
import type { Difference } from './Conflict';
import { FieldError } from './FormFailure';
import type { Errors } from './rules';

/** What several people may change at once: the API tells changes apart by their number. */
export interface Versioned {
  readonly version: number;
}

/** What a form sends with. */
export interface Sending<Values, Thing> {
  /**
   * Makes one change and gives back what the platform answered; what it refuses ends the sending. Asked for again
   * unchanged after its answer was lost, it goes under the same idempotency key and is carried out once.
   *
   * @param what where a form makes several: which of them, as in "Could not set the roles"
   */
  readonly ask: <Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    what?: string,
  ) => Promise<Data>;
  /** The thing as the person saw it when they wrote: its version is the one that is expected. */
  readonly of: Thing;
  /** Ends the sending, as where something else than `ask` was refused. */
  readonly refuse: (failure: Failure, what: string) => never;
  /** Puts what is left to be sent into the fields. */
  readonly put: (part: Partial<Values>) => void;
  /** The thing as it is after one of several changes. */
  readonly keep: (thing: Thing) => void;
}

interface FormOptions<Values, Thing> {
  /** The thing that is changed, as the page has it now. What opens the form stays in it. */
  readonly of: Thing;
  /** What stands in the fields at first, and again where the person takes what somebody else wrote. */
  readonly values: (of: Thing) => Values;
  /** What is wrong with them, by field; nothing is sent then. */
  readonly check?: (values: Values) => Errors;
  readonly send: (values: Values, by: Sending<Values, Thing>) => Promise<unknown>;
  /** Asks for the thing once more, after somebody else was quicker; it may also come by `of`. */
  readonly reload?: (values: Values) => Promise<Thing | null>;
  /** Where somebody else was quicker: what they wrote beside what stands in the fields. */
  readonly differences?: (theirs: NonNullable<Thing>, yours: Values) => readonly Difference[];
  /** Called after whatever was refused. */
  readonly onRefused?: (failure: Failure) => void;
  /** Where fields are called otherwise in the API: its messages by the form's names, for those that a field shows. */
  readonly place?: (fields: Errors, what: string | null) => Errors;
}

/** What the parts around the fields need to know of any form. */
export interface FormState {
  readonly sending: boolean;
  /** What the platform refused and no field here is to blame for. */
  readonly failure: Failure | null;
  /** Of several changes, the one that was refused. */
  readonly what: string | null;
  /** Somebody else changed the thing since it was opened: nothing is sent before the person decides. */
  readonly isStale: boolean;
  /** What they wrote meanwhile, beside what is here. */
  readonly differences: readonly Difference[];
  /** Rises whenever a field was found to be wrong: the first of them gets the focus. */
  readonly wrongTimes: number;
  readonly submit: () => void;
  /** Sends what is here over what somebody else wrote. */
  readonly overwrite: () => void;
  /** Puts into the fields what somebody else wrote. */
  readonly takeTheirs: () => void;
  /** Goes on from what somebody else wrote, with the fields as they are. */
  readonly goOn: () => void;
}

export interface Form<Values, Thing = null> extends FormState {
  readonly values: Values;
  readonly set: (part: Partial<Values>) => void;
  /** By field, those found here and those that the platform named. */
  readonly errors: Errors;
  readonly errorOf: (field: string) => ReactNode;
  /** For an input of text. */
  readonly text: <Name extends keyof Values & string>(
    name: Name,
  ) => {
    readonly value: Values[Name];
    readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
    readonly error: ReactNode;
  };
  /** For a field that hands over its value itself. */
  readonly field: <Name extends keyof Values & string>(
    name: Name,
  ) => {
    readonly value: Values[Name];
    readonly onChange: (value: Values[Name]) => void;
    readonly error: ReactNode;
  };
  /** For a check box. */
  readonly box: (name: keyof Values & string) => {
    readonly checked: boolean;
    readonly onChange: (event: { readonly currentTarget: { readonly checked: boolean } }) => void;
  };
  /** All that was refused, also where a field shows it. */
  readonly refused: Failure | null;
  /** The thing as it was when the person began, or decided to go on. */
  readonly of: Thing;
  /** The thing as somebody else left it; null where nobody did. */
  readonly theirs: Thing | null;
}

/**
 * A form that asks the platform for one change or several. What the platform refuses stands under the field that it
 * names, and for the form as a whole where it names none of them; what was typed stays.
 */
export function useForm<Values extends object, Thing extends Versioned | null = null>(
  options: FormOptions<Values, Thing>,
): Form<Values, Thing> {
  const once = useOnce();
  const [opened, setOpened] = useState(options.of);
  const [asked, setAsked] = useState<Thing | null>(null);
  const [values, setValues] = useState(() => options.values(options.of));
  const [found, setFound] = useState<Errors>(NONE);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  const [wrongTimes, setWrongTimes] = useState(0);
  const isBusy = useRef(false);

  const now = newest(asked, options.of);
  const theirs = !sending && versionOf(now) > versionOf(opened) ? now : null;
  const placed =
    refusal === null ? NONE : (options.place ?? ownOf(values))(refusal.failure.fields, refusal.what);
  const isPlaced = Object.keys(placed).length > 0;
  const isShown = refusal !== null && !isPlaced && !(theirs !== null && refusal.failure.code === 'CONFLICT');
  const errors: Errors = { ...placed, ...found };

  function clear() {
    setFound(NONE);
    setRefusal(null);
  }

  function set(part: Partial<Values>) {
    setValues((before) => ({ ...before, ...part }));
    clear();
  }

  function from(thing: Thing) {
    setOpened(thing);
    clear();
  }

  const send = async (of: Thing) => {
    const wrong = options.check?.(values) ?? NONE;
    setFound(wrong);
    if (Object.keys(wrong).length > 0) setWrongTimes((before) => before + 1);
    if (isBusy.current || Object.keys(wrong).length > 0) return;
    isBusy.current = true;
    setSending(true);
    setRefusal(null);
    setOpened(of);
    try {
      await options.send(values, {
        ask: async (document, variables, what) => {
          const { data, error } = await once(document, variables);
          if (error !== undefined) throw new Refused(toFailure(error), what ?? null);
          if (data == null) throw new Refused(NO_ANSWER, what ?? null);
          return data;
        },
        refuse: (failure, what) => {
          throw new Refused(failure, what);
        },
        of,
        put: (part) => setValues((before) => ({ ...before, ...part })),
        keep: setOpened,
      });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (problem.failure.code === 'CONFLICT') setAsked((await options.reload?.(values)) ?? null);
      setRefusal(problem);
      setWrongTimes((before) => before + 1);
      options.onRefused?.(problem.failure);
    } finally {
      isBusy.current = false;
      setSending(false);
    }
  };

  const errorOf = (name: string) =>
    errors[name] === undefined ? null : createElement(FieldError, null, spansInWords(errors[name]));
  return {
    values,
    set,
    errors,
    errorOf,
    text: (name) => ({
      value: values[name],
      onChange: ({ currentTarget: { value } }) => set({ [name]: value } as unknown as Partial<Values>),
      error: errorOf(name),
    }),
    field: (name) => ({
      value: values[name],
      onChange: (value) => set({ [name]: value } as unknown as Partial<Values>),
      error: errorOf(name),
    }),
    box: (name) => ({
      checked: values[name] === true,
      onChange: ({ currentTarget: { checked } }) => set({ [name]: checked } as Partial<Values>),
    }),
    sending,
    failure: isShown ? refusal.failure : null,
    refused: refusal?.failure ?? null,
    what: refusal?.what ?? null,
    isStale: theirs !== null,
    differences: theirs === null ? [] : (options.differences?.(theirs, values) ?? []),
    wrongTimes,
    of: opened,
    theirs,
    submit: () => {
      if (theirs === null) void send(opened);
    },
    overwrite: () => void send(now),
    takeTheirs: () => {
      setValues(options.values(now));
      from(now);
    },
    goOn: () => from(now),
  };
}

/** Ends a sending: the platform refused one of its changes. */
class Refused extends Error {
  constructor(
    readonly failure: Failure,
    readonly what: string | null,
  ) {
    super(failure.message);
  }
}

type Refusal = Pick<Refused, 'failure' | 'what'>;

const NONE: Errors = {};

function versionOf(thing: Versioned | null): number {
  return thing?.version ?? -1;
}

function newest<Thing extends Versioned | null>(asked: Thing | null, of: Thing): Thing {
  return asked !== null && versionOf(asked) > versionOf(of) ? asked : of;
}

function ownOf(values: object): (fields: Errors) => Errors {
  return (fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => name in values));
}
