import assert from "node:assert/strict";
import { parseTrackingSettings, type TrackingSettings } from "../../lib/tracking/settings.ts";
import type { ConfigObject } from "../../lib/core/config_value.ts";
import { problemsOf, settingsOf } from "../support/tracking_settings.ts";

const DEFAULTS: TrackingSettings = {
  disabledPipelines: [],
  experiment: {
    name: undefined,
    id: undefined,
    artifactLocation: undefined,
    tags: {},
    restoreIfDeleted: true,
  },
  run: { id: undefined, idOnce: undefined, name: undefined, tags: {}, nest: "none" },
  params: {
    flatten: false,
    recursive: true,
    sep: ".",
    longValues: "fail",
    include: [],
    exclude: [],
    redact: [],
  },
  ui: { port: 5000, host: "127.0.0.1" },
  durability: "normal",
  lineage: true,
  gitDiff: false,
  systemMetrics: false,
  notices: [],
  refusal: undefined,
  server: undefined,
};

Deno.test("parseTrackingSettings() has an answer where nothing is written", async () => {
  assert.deepEqual(parseTrackingSettings(), DEFAULTS);
  assert.deepEqual(await settingsOf({}), DEFAULTS);
  assert.deepEqual(await settingsOf({ mlflow: "tracking: {run: {name: ''}}" }), DEFAULTS);
  assert.deepEqual(await settingsOf({ mlflow: "tracking: {run: {name: ~, id: ~}}" }), DEFAULTS);
});

Deno.test("parseTrackingSettings() reads every key of mlflow.yml and kedge.yml", async () => {
  const mlflow = `
server:
  mlflow_tracking_uri: null
  mlflow_registry_uri: models.db
  credentials: my_server
  request_header_provider: {type: pkg.Provider, pass_context: yes, init_kwargs: {a: b}}
tracking:
  disable_tracking: {pipelines: [etl], disable_autologging: "no"}
  experiment:
    name: penguins
    create_experiment_kwargs: {artifact_location: data/artifacts, tags: {team: birds, year: 2024}}
    restore_if_deleted: false
  run: {id: "8f3c", name: nightly, nested: false}
  params:
    dict_params: {flatten: true, recursive: false, sep: "-"}
    long_params_strategy: tag
ui: {port: 5001, host: 0.0.0.0}
`;
  const kedge = `
tracking:
  durability: full
  lineage: false
  git_diff: true
  system_metrics: true
  run: {tags: {stage: 2, flags: [a, b]}, description: First try, nest: namespace}
  params: {include: ["model.*"], exclude: [model.seed], redact: ["*pin*"]}
`;

  assert.deepEqual(await settingsOf({ mlflow, kedge, credentials: "my_server: {user: ada}" }), {
    disabledPipelines: ["etl"],
    experiment: {
      name: "penguins",
      id: undefined,
      artifactLocation: "data/artifacts",
      tags: { team: "birds", year: "2024" },
      restoreIfDeleted: false,
    },
    run: {
      id: "8f3c",
      idOnce: undefined,
      name: "nightly",
      tags: { stage: "2", flags: '["a","b"]', "mlflow.note.content": "First try" },
      nest: "namespace",
    },
    params: {
      flatten: true,
      recursive: false,
      sep: "-",
      longValues: "tag",
      include: ["model.*"],
      exclude: ["model.seed"],
      redact: ["*pin*"],
    },
    ui: { port: 5001, host: "0.0.0.0" },
    durability: "full",
    lineage: false,
    gitDiff: true,
    systemMetrics: true,
    notices: [],
    refusal: undefined,
    server: undefined,
  });
});

Deno.test("parseTrackingSettings() refuses unknown keys at every level, with place and suggestion", async () => {
  const mlflow = `server:
  mlflow_tracking_url: x
  request_header_provider: {kind: x}
tracking:
  disable_traking: {}
  experiment:
    create: true
    create_experiment_kwargs: {tag: {}}
  run:
    nmae: nightly
  params:
    dict_params: {flaten: true}
ui: {prot: "5000"}
hooks: {}
`;

  assert.deepEqual(await problemsOf({ mlflow, kedge: "tracking:\n  durabilty: full\n" }), [
    'conf/base/mlflow.yml:2:3  server.mlflow_tracking_url is not a key of mlflow.yml. Did you mean "mlflow_tracking_uri"?',
    "conf/base/mlflow.yml:3:29  server.request_header_provider.kind is not a key of mlflow.yml",
    'conf/base/mlflow.yml:5:3  tracking.disable_traking is not a key of mlflow.yml. Did you mean "disable_tracking"?',
    "conf/base/mlflow.yml:7:5  tracking.experiment.create is not a key of mlflow.yml",
    'conf/base/mlflow.yml:8:32  tracking.experiment.create_experiment_kwargs.tag is not a key of mlflow.yml. Did you mean "tags"?',
    'conf/base/mlflow.yml:10:5  tracking.run.nmae is not a key of mlflow.yml. Did you mean "name"?',
    'conf/base/mlflow.yml:12:19  tracking.params.dict_params.flaten is not a key of mlflow.yml. Did you mean "flatten"?',
    'conf/base/mlflow.yml:13:6  ui.prot is not a key of mlflow.yml. Did you mean "port"?',
    "conf/base/mlflow.yml:14:1  hooks is not a key of mlflow.yml",
    'conf/base/kedge.yml:2:3  tracking.durabilty is not a key of kedge.yml. Did you mean "durability"?',
  ]);
});

Deno.test("parseTrackingSettings() tells what the store would refuse beside what is misspelt, in both files", async () => {
  const mlflow =
    "server: {credentials: nope}\ntracking:\n  experiment: {name: '', nmae: x}\n  run: {id: 5}\n";
  const kedge = "tracking:\n  lineage: 5\n  run: {tags: {mlflow.runName: x}}\n  params: {redact: [a, 3]}\n";

  assert.deepEqual((await problemsOf({ mlflow, kedge, credentials: "dev: {key: x}\n" })).map(placeOf), [
    "conf/base/mlflow.yml:1:23",
    "conf/base/mlflow.yml:3:22",
    "conf/base/mlflow.yml:3:26",
    "conf/base/mlflow.yml:4:13",
    "conf/base/kedge.yml:2:12",
    "conf/base/kedge.yml:3:16",
    "conf/base/kedge.yml:4:24",
  ]);
});

Deno.test("parseTrackingSettings() hides names, descriptions and tags that are made of a secret", () => {
  const mlflow: ConfigObject = {
    tracking: {
      experiment: {
        name: "exp-s3cret",
        create_experiment_kwargs: { tags: { a: "s3cret", b: "c", pin_code: "x" } },
      },
      run: { name: "run-s3cret" },
    },
  };
  const kedge: ConfigObject = {
    tracking: { run: { description: "s3cret", tags: { d: "s3cret" } }, params: { redact: ["pin_*"] } },
  };
  const secret = new Set(["experiment.name", "experiment.create_experiment_kwargs.tags.a", "run.name"]);
  const ours = new Set(["run.description", "run.tags.d"]);

  const { experiment, run, notices } = parseTrackingSettings({
    mlflow: { data: mlflow, placeOf: () => ({ file: "conf/base/mlflow.yml", text: "name: s3cret" }) },
    kedge: { data: kedge, placeOf: () => undefined },
  }, {
    isMadeOfSecret: (group, [, ...path]) => (group === "kedge" ? ours : secret).has(path.join(".")),
  });

  assert.equal(experiment.name, "***");
  assert.deepEqual(experiment.tags, { a: "***", b: "c", pin_code: "***" });
  assert.equal(run.name, "***");
  assert.deepEqual(run.tags, { d: "***", "mlflow.note.content": "***" });
  assert.deepEqual(notices.map(({ message }) => message), [
    'tracking.experiment.name is made of a secret: it is recorded as "***". Name it by something else',
    'tracking.run.name is made of a secret: it is recorded as "***". Name it by something else',
  ]);
  assert.ok(!JSON.stringify(notices).includes("s3cret"));
});

Deno.test("parseTrackingSettings() names the file that a key belongs to", async () => {
  const mlflow = "tracking:\n  durability: full\n  params:\n    redact: [x]\n";
  const kedge = "tracking:\n  experiment: {name: x}\n  params:\n    long_params_strategy: tag\n";

  assert.deepEqual(await problemsOf({ mlflow, kedge }), [
    "conf/base/mlflow.yml:2:3  tracking.durability is a key of kedge.yml, under the same sections",
    "conf/base/mlflow.yml:4:5  tracking.params.redact is a key of kedge.yml, under the same sections",
    "conf/base/kedge.yml:2:3  tracking.experiment is a key of mlflow.yml, under the same sections",
    "conf/base/kedge.yml:4:5  tracking.params.long_params_strategy is a key of mlflow.yml, under the same sections",
  ]);
});

for (
  const [what, mlflow, problem] of [
    ["a section that is null", "tracking:\n", "1:9  tracking must be a map: it is null"],
    ["a URI", "server: {mlflow_tracking_uri: 5}", "1:31  server.mlflow_tracking_uri must be text: it is 5"],
    [
      "a name",
      "tracking: {experiment: {name: ~}}",
      "1:31  tracking.experiment.name must be text: it is null",
    ],
    [
      "an empty name",
      'tracking: {experiment: {name: ""}}',
      '1:31  tracking.experiment.name must be at least 1 character long: it is ""',
    ],
    ["a run id", "tracking: {run: {id: 123}}", "1:22  tracking.run.id must be text: it is 123"],
    ["a run name", "tracking: {run: {name: 12}}", "1:24  tracking.run.name must be text: it is 12"],
    [
      "nested",
      'tracking: {run: {nested: "true"}}',
      '1:26  tracking.run.nested must be true or false: it is "true"',
    ],
    [
      "pipelines",
      "tracking: {disable_tracking: {pipelines: p}}",
      '1:42  tracking.disable_tracking.pipelines must be a list: it is "p"',
    ],
    [
      "a strategy",
      "tracking: {params: {long_params_strategy: drop}}",
      '1:43  tracking.params.long_params_strategy must be "fail", "truncate" or "tag": it is "drop"',
    ],
    [
      "flatten",
      "tracking: {params: {dict_params: {flatten: 1}}}",
      "1:44  tracking.params.dict_params.flatten must be true or false: it is 1",
    ],
    [
      "sep",
      "tracking: {params: {dict_params: {sep: ~}}}",
      "1:40  tracking.params.dict_params.sep must be text: it is null",
    ],
    [
      "an argument of the header provider",
      "server: {request_header_provider: {init_kwargs: {a: 1}}}",
      "1:53  server.request_header_provider.init_kwargs.a must be text: it is 1",
    ],
    ["a port that is null", "ui: {port: ~}", "1:12  ui.port must be a number or text: it is null"],
    ["a port", "ui: {port: 70000}", "1:12  ui.port must be a port: a whole number from 0 to 65535"],
    ["a host", "ui: {host: ~}", "1:12  ui.host must be text: it is null"],
  ] as const
) {
  Deno.test(`parseTrackingSettings() says what was wanted and found: ${what}`, async () => {
    assert.deepEqual(await problemsOf({ mlflow }), [`conf/base/mlflow.yml:${problem}`]);
  });
}

Deno.test("parseTrackingSettings() refuses at once what the store would refuse when a run begins", async () => {
  const mlflow = `tracking:
  experiment:
    name: "  "
    create_experiment_kwargs: {tags: {"a b!": x}}
server: {credentials: my_srver}
`;
  const kedge = `tracking:
  run:
    tags:
      "c#": x
      mlflow.runName: x
    nest: pipelines
`;

  assert.deepEqual(await problemsOf({ mlflow, kedge, credentials: "my_server: {}" }), [
    'conf/base/mlflow.yml:3:11  tracking.experiment.name: Cannot use experiment "  ": its name must not be blank',
    'conf/base/mlflow.yml:4:47  tracking.experiment.create_experiment_kwargs.tags.a b!: Cannot log tag "a b!": its name may hold letters, digits, "_", "-", ".", " ", ":" and "/" only',
    'conf/base/mlflow.yml:5:23  server.credentials is "my_srver": there is no such entry in credentials.yml. Did you mean "my_server"?',
    'conf/base/kedge.yml:4:13  tracking.run.tags.c#: Cannot log tag "c#": its name may hold letters, digits, "_", "-", ".", " ", ":" and "/" only',
    "conf/base/kedge.yml:5:7  tracking.run.tags.mlflow.runName names the run: write tracking.run.name in mlflow.yml",
    'conf/base/kedge.yml:6:11  tracking.run.nest must be "none", "pipeline" or "namespace": it is "pipelines". Did you mean "pipeline"?',
  ]);
});

/** `file:line:column` of a problem's line. */
function placeOf(problem: string): string {
  return problem.split("  ")[0] ?? "";
}
