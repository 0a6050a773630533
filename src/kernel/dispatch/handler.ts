import { Injectable } from '@nestjs/common';
import type { ShapeType } from '../../protocol/shape.js';
import type { AnyTransaction } from '../../protocol/transactions/index.js';
import type { Call } from './call.js';

type InputOf<T extends AnyTransaction> = ShapeType<T['input']>;
type OutputOf<T extends AnyTransaction> = ShapeType<T['output']>;

/** Handles one transaction of the catalogue: a column of named checks, then the act inside one unit of work. */
export interface Handler<T extends AnyTransaction> {
  handle(call: Call<InputOf<T>, OutputOf<T>>): Promise<OutputOf<T>>;
}

const HANDLES = Symbol('handles');

/** Marks a class as the handler of a row of the catalogue and makes it injectable. */
export function Handles(transaction: AnyTransaction): ClassDecorator {
  return (type) => {
    Reflect.defineMetadata(HANDLES, transaction, type);
    Injectable()(type);
  };
}

/** The row a class handles, undefined for any other class. */
export function handledBy(type: object): AnyTransaction | undefined {
  return Reflect.getMetadata(HANDLES, type) as AnyTransaction | undefined;
}
