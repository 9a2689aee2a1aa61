use super::*;
use domain::service::{
    step::{CustomerReply, ReasonInput, ReplyWay},
    water_quality::{
        EnteredValue, ResultsInput, SampleReceipt, SampleTransfer, Sampling, TapKind,
        WaterQualityIntake as WaterAsked, WaterSymptom,
    },
};

pub(crate) fn asked() -> ServiceIntake {
    ServiceIntake::WaterQuality(WaterAsked {
        symptoms: vec![WaterSymptom::Turbid, WaterSymptom::Colour],
        since: "昨天早上".to_owned(),
        tap: TapKind::Cold,
        all_taps: Some(true),
        situation: "早上放水发黄，放十分钟后变清，家中有老人和孩子".to_owned(),
    })
}

pub(crate) fn ordered() -> Story {
    Story::opened("SZ2611120005", "2026-11-12T08:40", asked())
        .by("客服甲", "2026-11-12T08:45", hand_over())
        .by(
            "调度丙",
            "2026-11-12T08:55",
            StepInput::SendSampler(assignment("稽查一班", "稽查壬")),
        )
}

fn sampling(number: &str) -> StepInput {
    StepInput::Sample(Sampling {
        sample_number: number.to_owned(),
        place: "厨房冷水龙头".to_owned(),
        bottles: 3,
        customer_present: true,
        note: "放水 5 分钟后取样，水样略黄".to_owned(),
    })
}

fn received() -> Story {
    ordered()
        .by("稽查壬", "2026-11-12T09:50", sampling("SY-1112-07"))
        .by(
            "稽查壬",
            "2026-11-12T10:10",
            StepInput::RejectSample(ReasonInput {
                reason: "运送途中一瓶破损".to_owned(),
            }),
        )
        .by("稽查壬", "2026-11-12T10:30", sampling("SY-1112-08"))
        .by(
            "稽查壬",
            "2026-11-12T10:35",
            signs("示例𬱖", SignerRelation::Householder, "用户家中"),
        )
        .by(
            "稽查壬",
            "2026-11-12T10:50",
            StepInput::PassSample(SampleTransfer {
                to: "司机子".to_owned(),
                note: "冷藏箱 4℃".to_owned(),
            }),
        )
        .by(
            "化验丑",
            "2026-11-12T11:20",
            StepInput::ReceiveSample(SampleReceipt {
                received_by: "化验丑".to_owned(),
                seal_whole: true,
                condition: "瓶口完好，水温 6℃，在保存期内".to_owned(),
            }),
        )
}

/// All parameters of the shipped table, those named here with these values.
fn entering(different: &[(&str, &str)], note: &str) -> StepInput {
    let standard = WaterStandard::built_in();
    let value = |code: &str| match code {
        "odour" | "visible_matter" => "无",
        "total_coliforms" | "e_coli" => "未检出",
        "colour" => "5",
        "turbidity" => "0.4",
        "ph" => "7.62",
        "free_chlorine" => "0.32",
        "hardness" => "286",
        "dissolved_solids" => "512",
        "chloride" | "sulphate" => "68.5",
        "total_bacteria" => "3",
        _ => "<0.05",
    };
    let entered = standard.parameters.iter().map(|parameter| EnteredValue {
        parameter: parameter.code.clone(),
        value: different
            .iter()
            .find(|(code, _)| *code == parameter.code)
            .map_or_else(|| value(&parameter.code), |(_, value)| *value)
            .to_owned(),
        unit: parameter.unit.clone(),
    });
    StepInput::EnterResults(ResultsInput {
        values: entered.collect(),
        analyst: "化验丑".to_owned(),
        reviewer: "化验寅".to_owned(),
        note: note.to_owned(),
    })
}

fn reply(text: &str) -> StepInput {
    StepInput::ReplyResults(CustomerReply {
        text: text.to_owned(),
        told: "示例𬱖".to_owned(),
        by: ReplyWay::Phone,
    })
}

/// Two values fail and one cannot be judged; entered a second time; the table awaits its confirmation.
pub(crate) fn failed() -> Story {
    received()
        .by("化验丑", "2026-11-13T15:00", entering(&[], ""))
        .by(
            "化验丑",
            "2026-11-13T16:20",
            entering(
                &[("iron", "0.86"), ("turbidity", "2.3"), ("aluminium", "<0.5")],
                "铁、浑浊度平行样复测后更正",
            ),
        )
        .by(
            "客服甲",
            "2026-11-13T16:40",
            reply("铁和浑浊度超过标准限值，公司已安排管道冲洗，冲洗后再次取样，暂请烧开饮用前先放水。"),
        )
}

/// Everything passes, by a table the laboratory has confirmed.
pub(crate) fn passed() -> Story {
    received()
        .confirmed("化验寅")
        .by("化验丑", "2026-11-13T15:00", entering(&[], ""))
        .by(
            "客服甲",
            "2026-11-13T15:30",
            reply("所检 22 项全部合格，请放心使用。"),
        )
}
