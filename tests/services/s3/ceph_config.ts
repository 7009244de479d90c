/** What a node is made with. */
export interface CephFacts {
  /** Id of the cluster. */
  readonly id: string;
  /** Port of the gateway. */
  readonly port: number;
  /** Port of the monitor. */
  readonly monitorPort: number;
  /** Where data is kept: in memory, which starts in two seconds, or in a file, for gigabytes. */
  readonly keeps: "memory" | "file";
}

/** The configuration of one node that listens on the loopback interface only and starts quickly. */
export function cephConfig(dir: string, { id, port, monitorPort, keeps }: CephFacts): string {
  return `[global]
fsid = ${id}
mon host = v2:127.0.0.1:${monitorPort}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind msgr1 = false
# No keys between daemons. The gateway asks for encryption by default, which needs them.
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
run dir = ${dir}/run
admin socket = ${dir}/run/$name.$pid.asok
pid file = ${dir}/run/$name.pid
log file = ${dir}/log/$name.log
crash dir = ${dir}/log
mon cluster log to file = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
# Making pools is most of the start: nine seconds with the default of one second.
paxos propose interval = 0.05
paxos min wait = 0.01
[mon]
mon data = ${dir}/mon
mon data avail crit = 0
mon data avail warn = 0
[osd]
osd data = ${dir}/osd
osd objectstore = ${keeps === "memory" ? "memstore" : "bluestore"}
memstore device bytes = 8589934592
bluestore block size = 21474836480
bluestore block create = true
osd memory target = 939524096
[client]
keyring = ${dir}/keyring
# Without tcp_nodelay each read waits 45 ms.
rgw frontends = beast endpoint=127.0.0.1:${port} tcp_nodelay=1
rgw thread pool size = 32
rgw dns name = localhost
rgw enable usage log = false
rgw dynamic resharding = false
rgw gc obj min wait = 5
rgw gc processor period = 10
# A key service that knows one key.
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = test-key=4YSmvJtBv0aZ7geVgAsdpRnLBEwWSWlMIGnRS8a9TSA=
`;
}
