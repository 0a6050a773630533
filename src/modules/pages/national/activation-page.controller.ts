import { Controller } from '@nestjs/common';
import { ActivationPage } from './activation-page.js';
import { PageController } from './page.controller.js';
import { PageDesk } from './page-desk.js';

/** 6.1.3.3 c: the dedicated page on which a password is set. */
@Controller('pages/activation')
export class ActivationPageController extends PageController {
  constructor(desk: PageDesk, flow: ActivationPage) {
    super(desk, flow);
  }
}
