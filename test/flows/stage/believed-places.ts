import type { Citizen } from './citizen.js';
import type { StageTier } from './stage-tier.js';

/** Where a person is insured as a tier believes it, with the insurance types. */
export async function believedBy(province: { readonly tier: StageTier }, { idNo }: Citizen): Promise<string[]> {
  const { kernel } = province.tier;
  const identity = kernel.protection.blindIndex('person.document', `01 ${idNo}`);
  const sql = `SELECT pooling_area || ' ' || insurance_type AS place FROM insured_place
    JOIN insured_person USING (person_id) WHERE identity_index = ? ORDER BY place`;
  return (await province.tier.rows<{ place: string }>(sql, [identity])).map(({ place }) => place);
}
