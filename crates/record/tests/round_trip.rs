//! A line of the contract is read and written back to the byte.

use record::Record;

const LINE: &str = r#"{"id":"a","lang":"pl","published":"2024-06-11","title":null,"url":null,"events":[{"id":"e1","sentence":[0,30],"event":"CONSULT","mode":"phone","contexts":[],"aux":"none","weight":"core","cameo":"041","quad":1,"score":3.4,"trigger":{"text":"rozmawiał","start":5,"end":14},"actors":[{"text":"Stubb","start":0,"end":5,"name":"Alexander Stubb","entity":"person/alexander-stubb","code":"FIN","sector":"GOV","implied":false}],"recipients":[],"said_by":null,"statement":null,"areas":[],"frameworks":["NATO"],"date":{"value":"2024-06-11","granularity":"day","text":null,"start":null,"end":null,"from":"published"},"place":{"name":"Helsinki","country":"FIN","lat":60.17,"lon":24.94,"text":"Helsinkach","start":17,"end":27},"same_as":null,"confidence":0.9,"why":["frame"]}],"statements":[],"relations":[],"occasions":[],"notes":[]}"#;

#[test]
fn a_record_survives_reading_and_writing() {
    let record = Record::parse(LINE).expect("a record of the contract");
    assert_eq!(record.coded.events[0].trigger.text, "rozmawiał");
    let again = record.line().expect("it prints");
    assert_eq!(again, LINE, "keys stand in the contract's order");
    assert_eq!(Record::parse(&again).expect("it is a record"), record);
}

#[test]
fn what_is_no_record_says_why() {
    let missing = LINE.replace("\"aux\":\"none\",", "");
    let error = Record::parse(&missing).unwrap_err().to_string();
    assert!(error.contains("aux"), "{error}");
    assert!(Record::parse("{").is_err());
}
