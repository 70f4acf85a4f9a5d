/* Every word the page itself says. */

export const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

export const LABELS = {
  start: "开始",
  restart: "解除屏蔽",
  block: "屏蔽机器人",
  join: (title) => `加入“${title}”`,
  leave: (title) => `退出“${title}”`,
  newcomer: "新人",
  private: "新来的人",
  group: (count) => `${count} 位成员`,
  typing: "正在输入…",
  asleep: (name) => `${name}还没有点“开始”,机器人不能先开口。`,
  blocked: (name) => `${name}屏蔽了机器人,消息送不到。`,
  silent: "还没有人说话。",
  privacy: "群里的闲谈机器人看不到;发 /命令 或回复它的消息,它才会应。",
  speakAs: "发言人",
  write: "输入消息…",
  caption: "给文件加一句说明…",
  send: "发送",
  save: "保存",
  attach: "图片、文件或贴纸",
  file: "图片或文件…",
  commands: "命令",
  noCommands: "机器人还没有设置命令。",
  replyTo: (name) => `回复 ${name}`,
  editing: "编辑消息",
  cancel: "取消",
  reply: "回复",
  edit: "编辑",
  edited: "已编辑",
  deleted: "消息已删除",
  jump: "到最新消息",
  more: "更多",
  close: "知道了",
  copied: "已复制",
  photo: "图片",
  download: (name) => `下载 ${name}`,
  remove: (name) => `移除 ${name}`,
  joined: (names) => `${names} 加入了群`,
  left: (names) => `${names} 离开了群`,
  unread: (count) => `${count} 条未读`,
};

export const HINTS = {
  asleep: "先在刘主任、李明那里点“开始”,机器人才能找到他们。",
  quiet: "试试:点输入框旁的“/”看命令,或在群里发 /overdue。",
  stepping: "等不及?点“下一事件”,时间会跳到下一次发卡、提醒或通报。",
  running: "点按钮、回复文字、传照片都行;改主意可以编辑自己的消息。",
};

export const REFUSALS = {
  blocked: "已屏蔽机器人,先解除屏蔽。",
  nothing_to_say: "还没有写内容。",
  too_long: "太长了:文字最多 4096 字,说明最多 1024 字。",
  not_a_member: "他不在这个群里。",
  already_a_member: "他已经在群里。",
  no_such_message: "这条消息已经不在了。",
  not_your_message: "只能编辑自己的消息。",
  nothing_ahead: "往后没有安排了。",
  "Bad Request: IMAGE_PROCESS_FAILED": "这不是能显示的图片,请改发文件。",
  "Bad Request: file must be non-empty": "这是一个空文件。",
  "Request Entity Too Large": "文件太大:图片最多 10 MB,文件最多 50 MB。",
  unreachable: "没有连上演练服务。",
};

export const STICKERS = ["👍", "👌", "🙏", "💪", "😄", "😅", "🎉", "❤️"];
