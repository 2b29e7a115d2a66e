"""Wordings that no list of order exports holds: headers read by their parts, statuses by manner and last step."""

from __future__ import annotations

import pytest

from evallib.intake import assign_headers
from evallib.model import load_schema
from evallib.parsing import read_status, status_words


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        (["办件号", "办件渠道", "事项大类", "事项小类", "办件状态", "提交时间"],
         {"service_request_id": "办件号", "source": "办件渠道", "service_name": "事项大类", "service_subtype": "事项小类",
          "status": "办件状态", "requested_datetime": "提交时间"}),
        (["诉求编号", "反映时间", "全部承办部门", "单位处置截止时间", "解决日期", "反馈状态"],
         {"agency_responsible": "全部承办部门", "expected_datetime": "单位处置截止时间", "closed_datetime": "解决日期",
          "status": "反馈状态"}),
        (["工单编号", "推送日期（工单登记日期）", "提交者", "满意率（%）"],
         {"requested_datetime": "推送日期（工单登记日期）", "caller_name": "提交者"}),
        (["进线流水号", "进线时刻", "诉求正文", "派件时刻", "首问联系是否及时", "诉求人评价"],
         {"requested_datetime": "进线时刻", "description": "诉求正文", "dispatched_datetime": "派件时刻",
          "was_contacted": "首问联系是否及时", "satisfaction": "诉求人评价"}),
        (["TICKETID", "CREATEDDATE", "DUEDATE", "TYPENAME", "CaseStatus", "OWNERDEPARTMENT"],
         {"service_request_id": "TICKETID", "requested_datetime": "CREATEDDATE", "expected_datetime": "DUEDATE",
          "service_name": "TYPENAME", "status": "CaseStatus"}),
        (["incident number", "incident opened dttm", "Incident Type", "Owning Division", "Latitude Coordinate"],
         {"service_request_id": "incident number", "requested_datetime": "incident opened dttm",
          "service_name": "Incident Type", "agency_responsible": "Owning Division",
          "latitude": "Latitude Coordinate"}),
        (["报修单编号", "报障人", "报修开始日期", "报修结束时间", "故障详情", "处理完成状态", "申请渠道"],
         {"service_request_id": "报修单编号", "caller_name": "报障人", "requested_datetime": "报修开始日期",
          "closed_datetime": "报修结束时间", "description": "故障详情", "status": "处理完成状态", "source": "申请渠道"}),
        (["受理号", "收件日期", "指派日期", "首次办结时间", "一级业务分类", "处理组", "业主电话", "最近修改"],
         {"requested_datetime": "收件日期", "dispatched_datetime": "指派日期", "closed_datetime": "首次办结时间",
          "service_name": "一级业务分类", "agency_responsible": "处理组", "caller_id": "业主电话", "updated_datetime": "最近修改"}),
        (["ticket_no", "subject", "ticket_title", "content", "reporter name", "mobile number", "urgency"],
         {"service_request_id": "ticket_no", "title": "ticket_title", "description": "content", "caller_name": "reporter name",
          "caller_id": "mobile number", "urgency": "urgency"}),
    ],
)  # fmt: skip
def test_headers_are_read_by_their_parts(headers, wanted):
    found = assign_headers(headers)
    assert {name: found.get(name) for name in wanted} == wanted
    assert "满意率（%）" not in found.values()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("逾期未处置", "waiting"), ("超期在办", "open"), ("已交办待反馈", "open"), ("已派发未签收", "waiting"), ("特殊办结", "closed"),
        ("延期申请中", "extended"), ("延期待审批", "extended"), ("作废单", "void"), ("未批转", "waiting"), ("退单待复核", None),
        ("疑难", None), ("Closed - No Action Needed", "closed"), ("Completed (dup of other)", "duplicate"),
        ("Resolved - Transferred to County", "transferred"), ("Cancelled by Caller", "void"), ("Closet", None),
    ],
)  # fmt: skip
def test_statuses_are_read_by_manner_and_last_step(text, state):
    assert read_status(text, status_words(load_schema().values["status"])) == state
