"""Fold a text for comparison without moving any of its characters."""

from __future__ import annotations

import unicodedata

_TRADITIONAL = (
    "學学 習习 機机 會会 樹树 訓训 練练 數数 據据 類类 別别 經经 網网 絡络 過过 擬拟 標标 準准 歸归 層层 優优 "
    "視视 覺觉 圖图 損损 評评 價价 傳传 統统 計计 場场 試试 詞词 語语 轉转 換换 編编 碼码 頭头 連连 續续 與与 "
    "樣样 關关 係系 維维 聯联 貝贝 葉叶 馬马 爾尔 隨随 條条 檢检 測测 識识 監监 強强 環环 區区 間间 對对 長长 "
    "門门 記记 憶忆 單单 雙双 陣阵 積积 範范 圍围 極极 導导 線线 張张 雜杂 邊边 緣缘 負负 採采 點点 變变 異异 "
    "權权 衛卫 應应 輸输 從从 個个 為为 麼么 麽么 嗎吗 問问 題题 說说 認认 設设 構构 結结 無无 處处 現现 實实 "
    "際际 質质 簡简 檔档 項项 驗验 證证 參参 調调 節节 圓圆 錯错 誤误 報报 敘叙 壓压 縮缩 級级 鄰邻 離离 閾阈 "
    "閉闭 開开 鏈链 鍵键 鎖锁 隊队 棧栈 僅仅 這这 麗丽 還还 進进 選选 遞递 迴回 適适 遠远 運运 達达 遺遗 鑑鉴 "
    "徵征 態态 總总 廣广 義义 獨独 熱热 純纯 淨净 複复 歷历 產产 業业 務务 員员 資资 訊讯 紀纪 錄录 顯显 隱隐 "
    "談谈 該该 諾诺 譜谱 讀读 費费 貢贡 獻献 趨趋 勢势 軟软 體体 軸轴 較较 載载 輔辅 輪轮 農农 億亿 們们 傾倾 "
    "偽伪 備备 債债 傷伤 側侧 倫伦 內内 兩两 養养 興兴 嚴严 冪幂 凍冻 剛刚 創创 動动 勞劳 勝胜 勻匀 協协 卻却 "
    "厭厌 啟启 喚唤 喪丧 國国 壞坏 塊块 塵尘 墜坠 壽寿 夢梦 夠够 奪夺 奮奋 婦妇 孫孙 寧宁 寫写 寬宽 寶宝 專专 "
    "尋寻 將将 屆届 屬属 嶺岭 島岛 師师 帶带 幀帧 幫帮 幹干 幾几 庫库 廠厂 廢废 廳厅 彈弹 後后 徑径 復复 懷怀 "
    "懸悬 戰战 戲戏 戶户 拋抛 掃扫 掛挂 揮挥 搖摇 搶抢 撐撑 擁拥 擇择 擊击 擔担 擴扩 攝摄 敗败 敵敌 斂敛 斷断 "
    "時时 晝昼 暫暂 曉晓 書书 東东 榮荣 槍枪 樂乐 樓楼 歐欧 歲岁 殘残 殺杀 毀毁 氣气 決决 沒没 況况 湊凑 滅灭 "
    "滯滞 滿满 漢汉 潔洁 濁浊 濃浓 濕湿 濟济 瀏浏 灣湾 災灾 煙烟 燒烧 爭争 牆墙 獎奖 獲获 瑪玛 瓊琼 畫画 當当 "
    "疊叠 盡尽 盤盘 眾众 確确 礎础 禍祸 禪禅 種种 稱称 穩稳 窮穷 競竞 筆笔 篩筛 簽签 籤签 粵粤 糾纠 約约 紅红 "
    "紋纹 納纳 紙纸 細细 終终 組组 絕绝 給给 絲丝 綜综 綠绿 綱纲 緊紧 緒绪 緩缓 縱纵 績绩 織织 繞绕 繪绘 繫系 "
    "繼继 纖纤 罰罚 聖圣 聞闻 聲声 聽听 職职 肅肃 腦脑 腳脚 臨临 舉举 舊旧 艙舱 莊庄 華华 萬万 著着 蔥葱 藝艺 "
    "藥药 蘇苏 號号 術术 衝冲 裝装 製制 規规 親亲 觀观 觸触 訂订 討讨 託托 訪访 許许 訴诉 診诊 註注 詢询 詩诗 "
    "話话 詳详 誇夸 誠诚 誰谁 課课 請请 論论 諧谐 謂谓 講讲 譯译 議议 護护 豐丰 貓猫 財财 貨货 購购 貼贴 賀贺 "
    "賓宾 賣卖 賴赖 贏赢 車车 軌轨 軍军 輕轻 輯辑 鄧邓 醫医 釋释 針针 鈴铃 鉤钩 銀银 銜衔 銷销 鋪铺 錢钱 錨锚 "
    "鎮镇 鏡镜 鐵铁 閃闪 閱阅 闊阔 陳陈 陰阴 陽阳 陸陆 階阶 險险 雖虽 雞鸡 難难 雲云 電电 靈灵 靜静 響响 頁页 "
    "頂顶 順顺 預预 頻频 額额 顏颜 願愿 風风 飛飞 餘余 驅驱 驚惊 髮发 魚鱼 鮮鲜 鳥鸟 麥麦 黃黄 齊齐 龍龙 飽饱 "
    "鬆松 遲迟 誘诱 賦赋 踐践 躍跃 辭辞 邏逻 錐锥 霧雾 頓顿 顧顾 補补 覽览 誌志 諸诸 餾馏 遷迁 濾滤 脹胀 魯鲁 "
    "擾扰 彌弥 潛潜 貪贪 羅罗 擲掷 飾饰 懶懒 閔闵 銳锐 詮诠 釐厘 龐庞 齡龄 攔拦 違违 韌韧 縫缝 賽赛 錶表 瞭了 "
    "牽牵 湧涌 滲渗 澤泽 爐炉 犧牺 獵猎 癒愈 皺皱 矯矫 碩硕 磚砖 稅税 窩窝 竄窜 簾帘 糧粮 緻致 縣县 繩绳 罷罢 "
    "膠胶 臟脏 艦舰 蠟蜡 襯衬 謀谋 謎谜 贈赠 趙赵 跡迹 輛辆 輩辈 遊游 鄭郑 鈔钞 鈣钙 銅铜 鋼钢 鍋锅 鍛锻 鑽钻 "
    "閣阁 隕陨 頸颈 飄飘 餓饿 館馆 駛驶 驟骤 鬧闹 鴻鸿 鵝鹅 齒齿 "
)
"""Traditional characters, each followed by its simplified one (those that subject terms are written with)."""


def _latin() -> dict[int, int]:
    """Return accented Latin letters with their plain ones (`naïve` is `naive`)."""
    table = {}
    for code in range(0xC0, 0x180):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = ord(base)
    return table


_WIDTH = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), ord(" "))
    | dict.fromkeys(map(ord, "‐‑‒–—−"), ord("-"))
    | _latin()
    | {ord(pair[0]): ord(pair[1]) for pair in _TRADITIONAL.split()}
)
_FULL = {code: ord(chr(target).lower()) for code, target in _WIDTH.items()} | {
    code: code + 32 for code in range(ord("A"), ord("Z") + 1)
}


def fold_width(text: str) -> str:
    """Return `text` half-width, unaccented and in simplified characters; every character keeps its place."""
    return text.translate(_WIDTH)


def fold_case(text: str) -> str:
    """Return `fold_width(text)` with Latin letters in lower case; every character keeps its place."""
    return text.translate(_FULL)
