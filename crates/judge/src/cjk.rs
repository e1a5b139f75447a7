//! What texts in Chinese, Japanese and Korean say that a tool does: words are not set apart there, so that pieces are looked for.

use crate::prose::Prose;
use gate_engine::Effect;

/// Deeds after which something is gone.
const DESTROYS: &[&str] = &[
    "删除", "刪除", "清空", "清除", "销毁", "銷毀", "卸载", "移除", "削除", "消去", "삭제", "제거",
];
/// Deeds that change something.
const CHANGES: &[&str] = &[
    "创建",
    "創建",
    "建立",
    "新增",
    "添加",
    "新建",
    "更新",
    "修改",
    "编辑",
    "編輯",
    "发送",
    "發送",
    "发布",
    "發布",
    "提交",
    "上传",
    "上傳",
    "保存",
    "儲存",
    "设置",
    "設置",
    "设定",
    "設定",
    "写入",
    "寫入",
    "执行",
    "執行",
    "启动",
    "啟動",
    "停止",
    "重启",
    "下单",
    "支付",
    "取消",
    "移动",
    "安装",
    "部署",
    "订阅",
    "注册",
    "註冊",
    "绑定",
    "回复",
    "生成",
    "作成",
    "追加",
    "変更",
    "編集",
    "送信",
    "投稿",
    "登録",
    "アップロード",
    "実行",
    "起動",
    "생성",
    "추가",
    "수정",
    "업데이트",
    "변경",
    "전송",
    "보냅",
    "보내",
    "등록",
    "저장",
    "업로드",
    "실행",
    "시작",
    "중지",
    "취소",
    "작성",
    "설정",
];
/// Looks.
const LOOKS: &[&str] = &[
    "查询", "查詢", "搜索", "搜尋", "搜寻", "检索", "檢索", "获取", "獲取", "取得", "查看", "查找",
    "列出", "返回", "读取", "讀取", "计算", "計算", "分析", "转换", "轉換", "推荐", "推薦", "规划",
    "規劃", "定位", "解析", "识别", "識別", "显示", "顯示", "比较", "比較", "翻译", "翻譯", "统计",
    "統計", "验证", "驗證", "检查", "檢查", "测量", "測量", "検索", "表示", "一覧", "照会", "変換",
    "確認", "검색", "조회", "가져", "반환", "계산", "분석", "변환", "추천", "표시", "확인", "보여",
];
/// Ways in which what is there is sent elsewhere, and left as it is.
const SENDS: &[&str] = &[
    "上传",
    "上傳",
    "发送",
    "發送",
    "アップロード",
    "送信",
    "업로드",
    "전송",
];
/// Verbs of judging …
const JUDGES: &[&str] = &[
    "判定",
    "判断",
    "判斷",
    "判別",
    "审核",
    "審核",
    "审查",
    "審查",
    "评估",
    "評估",
    "检查",
    "檢查",
    "判断する",
    "판단",
    "판별",
];
/// … and what opens the question.
const WHETHER: &[&str] = &["能否", "是否", "可否", "かどうか", "여부"];

/// Whether the first sentence of such a text says that something is judged: whether a command may be run.
pub(crate) fn asks_whether(text: &Prose) -> bool {
    let Some(first) = other(text).next() else {
        return false;
    };
    let sentence = text.sentence_of(first);
    let has = |list: &[&str]| {
        let within = |at: &usize| sentence.contains(at);
        let holds = |at: usize| list.iter().any(|piece| text.word(at).contains(piece));
        other(text).take_while(within).any(holds)
    };
    has(JUDGES) && has(WHETHER)
}

/// Words for making …
const MAKES: &[&str] = &["生成", "作成", "导出", "匯出", "生成する", "생성"];
/// … and for a file, by itself or packed.
const FILES: &[&str] = &[
    "文件",
    "檔案",
    "资源包",
    "压缩包",
    "壓縮檔",
    "安装包",
    "ファイル",
    "파일",
];
/// What is made for the reply all the same.
const SHOWN: &[&str] = &["列表", "摘要", "内容", "預覽", "预览", "不", "链接", "路径"];

/// Where the first sentence of such a text says that a file is made.
pub(crate) fn lays_down(text: &Prose) -> Option<usize> {
    let first = other(text).next()?;
    let sentence = text.sentence_of(first);
    other(text)
        .skip_while(|at| *at < sentence.start)
        .take_while(|at| *at < sentence.end)
        .find(|at| {
            let word = text.word(*at);
            let has = |list: &[&str]| list.iter().any(|piece| word.contains(piece));
            has(MAKES) && has(FILES) && !has(SHOWN)
        })
}

/// What cannot be taken back.
const FOR_GOOD: &[&str] = &[
    "不可逆",
    "不可恢复",
    "不可恢復",
    "不可复原",
    "不可復原",
    "不可撤销",
    "不可撤銷",
    "无法恢复",
    "無法恢復",
    "无法撤销",
    "無法撤銷",
    "无法还原",
    "無法還原",
    "無法復原",
    "不能撤销",
    "不能恢复",
    "元に戻せ",
    "取り消せません",
    "復元できません",
];
/// What is said so in Korean, before two words more.
const FOR_GOOD_KOREAN: &[&str] = &["되돌릴", "복구할", "취소할", "복원할"];

/// The places of the words that are not of plain letters.
fn other(text: &Prose) -> impl Iterator<Item = usize> + '_ {
    let words = if text.is_ascii() {
        0
    } else {
        text.tokens.len()
    };
    (0..words).filter(|at| !text.word(*at).is_ascii())
}

/// What the first sentence of such a text says that the tool does, and where. The worst counts: where a full stop of these scripts
/// stands is not known here.
pub(crate) fn effect(text: &Prose) -> Option<(Effect, usize)> {
    let first = other(text).next()?;
    let sentence = text.sentence_of(first);
    [
        (DESTROYS, Effect::Destructive),
        (CHANGES, Effect::Write),
        (LOOKS, Effect::Read),
    ]
    .into_iter()
    .find_map(|(deeds, effect)| {
        let says = |at: &usize| {
            let word = text.word(*at);
            deeds.iter().any(|deed| word.contains(deed))
        };
        let at = other(text)
            .skip_while(|at| *at < sentence.start)
            .take_while(|at| *at < sentence.end)
            .find(says)?;
        Some((effect, at))
    })
}

/// Whether such a text says that something is sent elsewhere.
pub(crate) fn sends(text: &Prose) -> bool {
    other(text).any(|at| SENDS.iter().any(|piece| text.word(at).contains(piece)))
}

/// Where such a text says that what is done cannot be taken back.
pub(crate) fn for_good(text: &Prose, reach: usize) -> Option<usize> {
    let korean = |at: usize| {
        FOR_GOOD_KOREAN
            .iter()
            .any(|word| text.word(at).starts_with(word))
            && text.word(at + 2).starts_with('없')
    };
    other(text).take_while(|at| *at < reach).find(|at| {
        let word = text.word(*at);
        FOR_GOOD.iter().any(|piece| word.contains(piece)) || korean(*at)
    })
}
