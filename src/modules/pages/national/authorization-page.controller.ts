import { Controller } from '@nestjs/common';
import { AuthorizationPage } from './authorization-page.js';
import { PageController } from './page.controller.js';
import { PageDesk } from './page-desk.js';

/** 6.1.4.3 a: the dedicated page of an authorization. */
@Controller('pages/authorization')
export class AuthorizationPageController extends PageController {
  constructor(desk: PageDesk, flow: AuthorizationPage) {
    super(desk, flow);
  }
}
