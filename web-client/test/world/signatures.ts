/** Of a classifier of parcels that is fed with what a camera and a scale measured. */
export const PARCEL_SIGNATURE = {
  inputs: [
    {
      name: 'features',
      datatype: 'FP32',
      shape: [-1, 4],
      columns: ['edge_ratio', 'dark_share', 'weight_kg', 'belt_speed'],
    },
  ],
  outputs: [
    { name: 'probabilities', datatype: 'FP32', shape: [-1, 4], labels: ['dented', 'torn', 'wet', 'intact'] },
    { name: 'label', datatype: 'INT64', shape: [-1] },
  ],
};

/** As the gateway answers for one row of the signature above. */
export const PARCEL_ANSWER = [
  { name: 'probabilities', datatype: 'FP32', shape: [1, 4], data: [0.9132, 0.0611, 0.0204, 0.0053] },
  { name: 'label', datatype: 'INT64', shape: [1], data: [0] },
];
