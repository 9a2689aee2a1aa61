//! The tables of 送水记录 that grow with the work: trips, stops, safety checks (6.1, 6.2).

use domain::{
    service::emergency_water::{Case, SafetyCheck, SafetyItem, Stop},
    settings::Department,
    ticket::Done,
};

use crate::{
    flow::{Align, Flow, Row, column},
    form::{field, heading, pair},
};

/// How many rows are left to write in where nothing has been recorded.
const TO_FILL: usize = 4;

fn to_fill(columns: usize) -> Vec<Row> {
    vec![Row::to_fill(vec![String::new(); columns]); TO_FILL]
}

pub(crate) fn trips(flow: &mut Flow, case: &Case) {
    heading(flow, "送水车次");
    let columns = [
        column("车次", 13.0, Align::Middle),
        column("出车时间", 32.0, Align::Left),
        column("车牌", 25.0, Align::Left),
        column("司机", 25.0, Align::Left),
        column("取水点", 41.0, Align::Left),
        column("水量（升）", 20.0, Align::Right),
        column("户次", 18.0, Align::Right),
    ];
    let mut rows: Vec<Row> = case
        .trips
        .iter()
        .enumerate()
        .map(|(index, trip)| {
            Row::plain(vec![
                (index + 1).to_string(),
                trip.at.text(),
                trip.details.vehicle.clone(),
                trip.details.driver.clone(),
                trip.details.source.clone(),
                trip.details.litres.to_string(),
                trip.details.households().to_string(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return flow.rows(&columns, 9.0, &to_fill(columns.len()));
    }
    let sum = |of: fn(&domain::service::emergency_water::Trip) -> i64| -> String {
        let all = case.trips.iter().map(|trip| of(&trip.details));
        all.sum::<i64>().to_string()
    };
    let mut total = vec!["合计".to_owned()];
    total.resize(5, String::new());
    total.extend([sum(|trip| trip.litres), sum(|trip| trip.households())]);
    rows.push(Row::strong(total, true));
    flow.rows(&columns, 9.0, &rows);
}

pub(crate) fn stops(flow: &mut Flow, case: &Case) {
    heading(flow, "停靠点");
    let columns = [
        column("车次", 13.0, Align::Middle),
        column("到达时间", 32.0, Align::Left),
        column("小区、楼栋", 57.0, Align::Left),
        column("服务户数", 20.0, Align::Right),
        column("备注", 52.0, Align::Left),
    ];
    let row = |trip: usize, stop: &Stop| {
        let place = usize::try_from(stop.place)
            .ok()
            .and_then(|index| case.places.get(index));
        Row::plain(vec![
            (trip + 1).to_string(),
            stop.at.text(),
            place.map(|place| place.zh()).unwrap_or_default(),
            stop.households.to_string(),
            stop.note.clone(),
        ])
    };
    let mut rows = Vec::new();
    for (index, trip) in case.trips.iter().enumerate() {
        rows.extend(trip.details.stops.iter().map(|stop| row(index, stop)));
    }
    if rows.is_empty() {
        rows = to_fill(columns.len());
    }
    flow.rows(&columns, 9.0, &rows);
}

/// Every check with every item; boxes to tick before the first.
pub(crate) fn checks(flow: &mut Flow, checks: &[Done<SafetyCheck>]) {
    if checks.is_empty() {
        heading(flow, "现场安全检查");
        return items(flow, None);
    }
    for (index, check) in checks.iter().enumerate() {
        let details = &check.details;
        let title = if checks.len() > 1 {
            format!("现场安全检查（第 {} 次）", index + 1)
        } else {
            "现场安全检查".to_owned()
        };
        heading(flow, &title);
        pair(
            flow,
            ("检查人", &details.checked_by),
            ("检查时间", &check.at.text()),
        );
        field(flow, "地点", &details.place);
        field(flow, "到场部门", &Department::list(&details.departments));
        flow.gap(1.0);
        items(flow, Some(details));
    }
}

fn items(flow: &mut Flow, check: Option<&SafetyCheck>) {
    let columns = [
        column("检查项目", 60.0, Align::Left),
        column("结果", 44.0, Align::Left),
        column("问题与处理", 70.0, Align::Left),
    ];
    let row = |item: &SafetyItem| {
        let line = check.and_then(|check| check.lines.iter().find(|line| line.item == *item));
        let answer = match line.map(|line| line.ok) {
            Some(true) => "正常",
            Some(false) => "【有问题】",
            None => "□ 正常　□ 有问题",
        };
        let cells = vec![
            item.zh().to_owned(),
            answer.to_owned(),
            line.map(|line| line.note.clone()).unwrap_or_default(),
        ];
        Row::strong(cells, line.is_some_and(|line| !line.ok))
    };
    let rows: Vec<Row> = SafetyItem::ALL.iter().map(row).collect();
    flow.rows(&columns, 9.0, &rows);
}
