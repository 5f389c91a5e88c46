/** The value of a node's attribute, by its ONNX type. */
export type Attribute =
  | {int: number}
  | {float: number}
  | {text: string}
  | {ints: number[]}
  | {floats: number[]}
  | {texts: string[]}
  | {graph: Graph};

/** One operation. */
export interface Node {
  op: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

/** A named value that goes in or out; a size that is a string is dynamic. */
export interface Port {
  name: string;
  type: 'float' | 'int32' | 'int64';
  shape: Array<number | string>;
}

/** A constant of the file. */
export interface Constant {
  name: string;
  shape: number[];
  values: Float32Array | bigint[];
}

/** An ONNX graph that is being built: plain data, which `encodeModel` turns into a file. */
export class Graph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  readonly inputs: Port[] = [];
  readonly outputs: Port[] = [];

  /** @param names Names in use; a body shares those of the graph around it, whose values it can read. */
  constructor(
    readonly name: string,
    private readonly names = new Set<string>(),
  ) {}

  /** A graph for the body of a loop. */
  body(name: string): Graph {
    return new Graph(this.unique(name), this.names);
  }

  /** A name that no other value of the file has. */
  unique(name: string): string {
    let free = name;
    for (let i = 2; this.names.has(free); i++) free = `${name}_${i}`;
    this.names.add(free);
    return free;
  }

  input(name: string, type: Port['type'], shape: Port['shape']): string {
    this.inputs.push({name: this.unique(name), type, shape});
    return this.inputs[this.inputs.length - 1].name;
  }

  /** Gives a value a name of its own and lets it out. */
  output(value: string, name: string, type: Port['type'], shape: Port['shape']): void {
    const free = this.unique(name);
    this.nodes.push({op: 'Identity', name: free, inputs: [value], outputs: [free], attributes: {}});
    this.outputs.push({name: free, type, shape});
  }

  floats(name: string, shape: number[], values: Float32Array): string {
    this.constants.push({name: this.unique(name), shape, values});
    return this.constants[this.constants.length - 1].name;
  }

  /** A float for every unit, or one number. */
  vector(name: string, values: ArrayLike<number>): string {
    return this.floats(name, [values.length], Float32Array.from(values));
  }

  scalar(name: string, value: number): string {
    return this.floats(name, [], Float32Array.of(value));
  }

  ints(name: string, values: number[]): string {
    this.constants.push({name: this.unique(name), shape: [values.length], values: values.map(BigInt)});
    return this.constants[this.constants.length - 1].name;
  }

  /** Adds an operation with one result. */
  op(op: string, name: string, inputs: string[], attributes: Record<string, Attribute> = {}): string {
    return this.ops(op, name, inputs, 1, attributes)[0];
  }

  /** Adds an operation with several results. */
  ops(
    op: string,
    name: string,
    inputs: string[],
    count: number,
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const outputs = Array.from({length: count}, () => this.unique(name));
    this.nodes.push({op, name: outputs[0], inputs, outputs, attributes});
    return outputs;
  }
}
