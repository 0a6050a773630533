import type { UnitOfWork } from '../persistence/unit-of-work.js';
import { DataKeyEntity } from './data-key.entity.js';

/** The table `data_key`. */
export class DataKeyStore {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  all(): Promise<DataKeyEntity[]> {
    return this.#unitOfWork.reader().getRepository(DataKeyEntity).find();
  }

  /** @throws a unique violation if another process has created a key for the same purpose. */
  async insert(row: DataKeyEntity): Promise<void> {
    await this.#unitOfWork.writer().insert(DataKeyEntity, row);
  }
}
