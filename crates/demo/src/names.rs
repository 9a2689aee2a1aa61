//! Words the demo data is made of.

use domain::{
    customer::{AddressArea, Household},
    service::repair::RepairFault,
    settings::{Crew, Department},
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};

/// Communities; every name says that it is a demo one.
pub(crate) const COMMUNITIES: &[&str] = &[
    "演示花园",
    "演示新村",
    "演示家园",
    "清泉小区（演示）",
    "北苑小区（演示）",
    "南湖小区（演示）",
    "东关小区（演示）",
    "西郊新居（演示）",
    "般阳新城（演示）",
    "淄水雅苑（演示）",
    "文昌里（演示）",
    "金桥公寓（演示）",
];

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "孙", "周", "吴", "郑", "冯", "于", "董", "欧阳", "司马",
];
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "秀英", "敏", "静", "建国", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "涛", "明",
    "超", "兰英", "霞", "平", "桂香", "玉梅", "志强", "颖", "龑", "翀", "䶮", "𬱖", "喆",
];

/// Crews of a demo folder.
pub(crate) fn build_crews() -> Vec<Crew> {
    let crew = |name: &str, department, members: &[&str]| Crew {
        name: name.to_owned(),
        department,
        members: members.iter().map(|name| (*name).to_owned()).collect(),
        active: true,
    };
    vec![
        crew(REPAIR[0].0, Department::IndoorRepair, REPAIR[0].1),
        crew(REPAIR[1].0, Department::IndoorRepair, REPAIR[1].1),
        crew(REPAIR[2].0, Department::IndoorRepair, REPAIR[2].1),
        crew(INSPECTION, Department::Inspection, INSPECTORS),
    ]
}

/// Repair crews and their people.
pub(crate) const REPAIR: &[(&str, &[&str]); 3] = &[
    ("室内维修一班", &["演示维修员甲", "演示维修员乙"]),
    ("室内维修二班", &["演示维修员丙", "演示维修员丁"]),
    ("室内维修三班", &["演示维修员戊", "演示维修员己"]),
];
pub(crate) const INSPECTION: &str = "稽查一班";
/// Its people.
pub(crate) const INSPECTORS: &[&str] = &["演示稽查员甲", "演示稽查员乙"];

/// One of several; the first if chance gives none, which it cannot for a list that is not empty.
pub(crate) fn pick_item<'a, T>(chance: &mut StdRng, from: &'a [T], first: &'a T) -> &'a T {
    from.choose(chance).unwrap_or(first)
}

/// One of several texts.
pub(crate) fn pick_text(chance: &mut StdRng, from: &[&'static str]) -> &'static str {
    from.choose(chance).copied().unwrap_or_default()
}

pub(crate) fn make_person_name(chance: &mut StdRng) -> String {
    format!("{}{}", pick_text(chance, SURNAMES), pick_text(chance, GIVEN))
}

/// A household nobody lives in.
pub(crate) fn make_household(chance: &mut StdRng, id: i64) -> Household {
    let community = pick_text(chance, COMMUNITIES);
    let (building, unit, floor, door) = (
        chance.random_range(1..=28),
        chance.random_range(1..=4),
        chance.random_range(1..=11),
        chance.random_range(1..=2),
    );
    Household {
        account_number: format!("{:08}", 30_000_000 + id),
        name: make_person_name(chance),
        phones: vec![format!("12{:09}", chance.random_range(0..1_000_000_000_u64))],
        address: format!("{community} {building} 号楼 {unit} 单元 {floor}0{door} 室"),
        community: community.to_owned(),
        area: if chance.random_ratio(1, 8) {
            AddressArea::Outside
        } else {
            AddressArea::Urban
        },
        meter_number: format!("M{:07}", 1_000_000 + id),
    }
}

/// Faults with what people say of them, what is found, what is done, and the material.
pub(crate) struct RepairScenario {
    pub(crate) fault: RepairFault,
    pub(crate) says: &'static [&'static str],
    pub(crate) found: &'static str,
    pub(crate) done: &'static str,
    pub(crate) material: Option<(&'static str, &'static str)>,
}

pub(crate) const CASES: &[RepairScenario; 6] = &[
    RepairScenario {
        fault: RepairFault::Leak,
        says: &[
            "厨房水槽下面一直漏水，地面已湿",
            "卫生间墙角渗水，楼下反映滴水",
            "水表后接头处滴水，越来越快",
        ],
        found: "表后接头密封老化，持续渗漏",
        done: "更换密封圈并紧固接头，试压半小时无渗漏",
        material: Some(("DN20 密封圈", "2 个")),
    },
    RepairScenario {
        fault: RepairFault::Burst,
        says: &[
            "表后水管爆裂，水流到客厅，关不住",
            "阳台水管冻裂，水柱喷出",
            "夜里听到水声，厨房水管爆了",
        ],
        found: "表后 PPR 管爆裂，裂口约 4 厘米",
        done: "截除破损管段，热熔更换新管，恢复通水",
        material: Some(("DN20 PPR 管", "1.5 米")),
    },
    RepairScenario {
        fault: RepairFault::Fitting,
        says: &["总阀拧不动，关不上", "厨房龙头关不严，一直流水", "洗衣机龙头断了"],
        found: "阀芯磨损，无法关严",
        done: "更换阀门，开关灵活，无渗漏",
        material: Some(("DN20 截止阀", "1 个")),
    },
    RepairScenario {
        fault: RepairFault::NoWater,
        says: &["家里没水，邻居家有水", "早上起来热水冷水都没有"],
        found: "户内过滤网堵塞",
        done: "清洗过滤网，恢复供水，水压正常",
        material: None,
    },
    RepairScenario {
        fault: RepairFault::LowPressure,
        says: &["水压很小，洗澡打不着热水器", "六楼水流很细，晚上更小"],
        found: "入户阀门未全开，滤网积垢",
        done: "阀门全开并清洗滤网，实测水压正常",
        material: None,
    },
    RepairScenario {
        fault: RepairFault::Toilet,
        says: &["马桶水箱一直进水，停不下来", "坐便器底部渗水"],
        found: "水箱进水阀损坏",
        done: "更换进水阀，试用五次正常",
        material: Some(("水箱进水阀", "1 个")),
    },
];
