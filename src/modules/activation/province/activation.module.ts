import { Module } from '@nestjs/common';
import { ReceiveActivationHandler } from './receive-activation.handler.js';

/** 激活, province shelf. */
@Module({ providers: [ReceiveActivationHandler] })
export class ActivationModule {}
