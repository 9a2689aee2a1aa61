//! The tables of 送水记录 that grow with the work: trips, stops, safety checks (6.1, 6.2).

use domain::{
    service::emergency_water::{OutageCase, SafetyCheck, SafetyItem, TripStop},
    settings::Department,
    ticket::RecordedStep,
};

use pdf::flow::{Flow, TableRow, TextAlign, table_column};

use crate::form::{write_field, write_field_pair, write_heading};

/// How many rows are left to write in where nothing has been recorded.
const TO_FILL: usize = 4;

fn build_blank_rows(columns: usize) -> Vec<TableRow> {
    vec![TableRow::for_handwriting(vec![String::new(); columns]); TO_FILL]
}

pub(crate) fn write_trips(flow: &mut Flow, case: &OutageCase) {
    write_heading(flow, "送水车次");
    let columns = [
        table_column("车次", 13.0, TextAlign::Middle),
        table_column("出车时间", 32.0, TextAlign::Left),
        table_column("车牌", 25.0, TextAlign::Left),
        table_column("司机", 25.0, TextAlign::Left),
        table_column("取水点", 41.0, TextAlign::Left),
        table_column("水量（升）", 20.0, TextAlign::Right),
        table_column("户次", 18.0, TextAlign::Right),
    ];
    let mut rows: Vec<TableRow> = case
        .trips
        .iter()
        .enumerate()
        .map(|(index, trip)| {
            TableRow::with_cells(vec![
                (index + 1).to_string(),
                trip.at.date_time_text(),
                trip.details.vehicle.clone(),
                trip.details.driver.clone(),
                trip.details.source.clone(),
                trip.details.litres.to_string(),
                trip.details.served_households().to_string(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return flow.write_styled_table(&columns, 9.0, &build_blank_rows(columns.len()));
    }
    let sum = |of: fn(&domain::service::emergency_water::DeliveryTrip) -> i64| -> String {
        let all = case.trips.iter().map(|trip| of(&trip.details));
        all.sum::<i64>().to_string()
    };
    let mut total = vec!["合计".to_owned()];
    total.resize(5, String::new());
    total.extend([sum(|trip| trip.litres), sum(|trip| trip.served_households())]);
    rows.push(TableRow::with_emphasis(total, true));
    flow.write_styled_table(&columns, 9.0, &rows);
}

pub(crate) fn write_stops(flow: &mut Flow, case: &OutageCase) {
    write_heading(flow, "停靠点");
    let columns = [
        table_column("车次", 13.0, TextAlign::Middle),
        table_column("到达时间", 32.0, TextAlign::Left),
        table_column("小区、楼栋", 57.0, TextAlign::Left),
        table_column("服务户数", 20.0, TextAlign::Right),
        table_column("备注", 52.0, TextAlign::Left),
    ];
    let row = |trip: usize, stop: &TripStop| {
        let place = usize::try_from(stop.place)
            .ok()
            .and_then(|index| case.places.get(index));
        TableRow::with_cells(vec![
            (trip + 1).to_string(),
            stop.at.date_time_text(),
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
        rows = build_blank_rows(columns.len());
    }
    flow.write_styled_table(&columns, 9.0, &rows);
}

/// Every check with every item; boxes to tick before the first.
pub(crate) fn write_safety_checks(flow: &mut Flow, checks: &[RecordedStep<SafetyCheck>]) {
    if checks.is_empty() {
        write_heading(flow, "现场安全检查");
        return write_safety_items(flow, None);
    }
    for (index, check) in checks.iter().enumerate() {
        let details = &check.details;
        let title = if checks.len() > 1 {
            format!("现场安全检查（第 {} 次）", index + 1)
        } else {
            "现场安全检查".to_owned()
        };
        write_heading(flow, &title);
        write_field_pair(
            flow,
            ("检查人", &details.checked_by),
            ("检查时间", &check.at.date_time_text()),
        );
        write_field(flow, "地点", &details.place);
        write_field(flow, "到场部门", &Department::join_names(&details.departments));
        flow.add_gap(1.0);
        write_safety_items(flow, Some(details));
    }
}

fn write_safety_items(flow: &mut Flow, check: Option<&SafetyCheck>) {
    let columns = [
        table_column("检查项目", 60.0, TextAlign::Left),
        table_column("结果", 44.0, TextAlign::Left),
        table_column("问题与处理", 70.0, TextAlign::Left),
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
        TableRow::with_emphasis(cells, line.is_some_and(|line| !line.ok))
    };
    let rows: Vec<TableRow> = SafetyItem::ALL.iter().map(row).collect();
    flow.write_styled_table(&columns, 9.0, &rows);
}
