import { Module } from '@nestjs/common';
import { ReceiveActivationHandler } from './receive-activation.handler.js';
import { ReceiveUnitHandler } from './receive-unit.handler.js';

/** 激活, province shelf. */
@Module({ providers: [ReceiveActivationHandler, ReceiveUnitHandler] })
export class ActivationModule {}
