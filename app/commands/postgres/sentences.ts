/** What the embedded database says at the terminal; Chinese and English on one line, for both kinds of reader. */
export const postgresSentences = {
  held: (folder: string, pid: number) =>
    `${folder} 正在被另一个进程使用（进程号 ${pid}），请先结束它 / ${folder} is in use by another start (pid ${pid}); end that one first`,
  unwritable: (folder: string) =>
    `无法写入 ${folder}，请检查权限和磁盘空间 / Cannot write to ${folder}; check its permissions and the free space`,
  foreign: (folder: string) =>
    `${folder} 属于另一个系统用户，请用原来的用户启动，或移走该目录后重新开始 / ${folder} belongs to another system user; start as that user, or move the folder away to begin anew`,
  damaged: (folder: string, reason: string) =>
    `数据目录 ${folder} 已损坏，数据库无法启动，请从备份恢复，或移走后重新开始 / The data folder ${folder} is damaged and the database does not start (${reason}); restore it from a copy, or move it away to begin anew`,
  missing: (folder: string, secrets: string) =>
    `找不到数据目录 ${folder}，而这里曾有过数据，请恢复它，或删除 ${secrets} 后重新开始 / The data folder ${folder} is gone although there was one; restore it, or delete ${secrets} to begin anew`,
  refused: (log: string, reason: string) =>
    `数据库没有启动，详见 ${log} / The database did not start: ${reason}; more in ${log}`,
  died: (log: string) => `数据库意外停止，详见 ${log} / The database ended unexpectedly; more in ${log}`,
  noUser: (name: string) =>
    `PostgreSQL 不能以 root 运行，又无法创建系统用户 ${name}，请换普通用户启动 / PostgreSQL refuses to run as root and the system user ${name} could not be made; start as an ordinary user`,
  noBinaries: (platform: string) =>
    `找不到适合本机（${platform}）的 PostgreSQL，请重新运行 npm ci / No PostgreSQL for this machine (${platform}) is installed; run npm ci again`,
  initFailed: (reason: string) => `无法建立数据库 / The database could not be created: ${reason}`,
  making: (folder: string) => `首次启动：在 ${folder} 建立数据库 / First start: creating the database in ${folder}`,
  outside: (folder: string) =>
    `以 root 启动，而数据库用户无法进入项目目录，因此数据库程序与数据放在 ${folder} / Started as root in a folder the database user cannot enter: its program and data are kept in ${folder}`,
  takenOver: (pid: number) =>
    `上次启动（进程号 ${pid}）已不在，接管其数据 / The last start (pid ${pid}) is gone; taking over its data`,
  stoppingLeftOver: (pid: number) =>
    `停止上次遗留的数据库（进程号 ${pid}） / Stopping the database left running by the last start (pid ${pid})`,
  leftOverStays: (pid: number) =>
    `上次遗留的数据库（进程号 ${pid}）没有停止，请手动结束它 / The database left running by the last start (pid ${pid}) does not stop; end it by hand`,
}
