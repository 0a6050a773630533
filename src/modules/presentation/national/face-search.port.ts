/** The document under which an outside library of faces keeps a person. */
export interface FaceHolder {
  readonly idType: string;
  readonly idNo: string;
}

/** 2.7, 4.10 生物特征码: whose face a sample is, searched among everybody's (1:N). */
export interface FaceSearch {
  /** Undefined where it is nobody's. Not configured is `500032`, no answer in time `-3`. */
  search(biometricSample: string): Promise<FaceHolder | undefined>;
}

export const FACE_SEARCH = Symbol('FaceSearch');
