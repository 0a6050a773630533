import { Module, type DynamicModule } from '@nestjs/common';
import { Contacts } from '../../../kernel/link/contacts.js';
import { BankCardStore } from './bank-card.store.js';
import { BindCardHandler } from './bind-card.handler.js';
import { CARD_HOLDER_VERIFIER } from './card-holder-verifier.port.js';
import { CardOwner } from './card-owner.js';
import { FACE_SEARCH } from './face-search.port.js';
import { FindByCardHandler } from './find-by-card.handler.js';
import { FindByDocumentHandler } from './find-by-document.handler.js';
import { FindByFaceHandler } from './find-by-face.handler.js';
import { FindByMobileHandler } from './find-by-mobile.handler.js';
import { HttpCardHolderVerifier } from './http-card-holder-verifier.js';
import { HttpFaceSearch } from './http-face-search.js';
import { ListCardsHandler } from './list-cards.handler.js';
import { MobileHolders } from './mobile-holders.js';
import type { PresentationSettings } from './presentation-settings.js';
import { PresentedPersons } from './presented-persons.js';
import { SendMobileCodeHandler } from './send-mobile-code.handler.js';
import { UnbindCardHandler } from './unbind-card.handler.js';

const handlers = [
  FindByDocumentHandler, FindByCardHandler, SendMobileCodeHandler, FindByMobileHandler, FindByFaceHandler, BindCardHandler, UnbindCardHandler,
  ListCardsHandler,
];

/** 展现形式, national shelf (4.10): who stands behind a document, a card, a mobile number, a face; and the cards people bind. */
@Module({})
export class PresentationModule {
  /** `authorization` is the tier's authorization room, which has passwords and codes in short messages. */
  static forRoot({ faceSearch, cardHolder }: PresentationSettings, authorization: DynamicModule): DynamicModule {
    return {
      module: PresentationModule,
      imports: [authorization],
      providers: [
        ...handlers, BankCardStore, CardOwner, MobileHolders, PresentedPersons,
        { provide: FACE_SEARCH, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpFaceSearch(faceSearch, contacts) },
        { provide: CARD_HOLDER_VERIFIER, inject: [Contacts], useFactory: (contacts: Contacts) => new HttpCardHolderVerifier(cardHolder, contacts) },
      ],
    };
  }
}
