"""Parts of headers of order exports (表头构词): patterns by field, the better wording first.

Each pattern has to match the whole header, bare (`evallib.parsing.orders.request_headers.bare_header`), with or without
its subject. Adding a wording is one more alternative here, or one more alias in the schema.
"""

from __future__ import annotations

#: What an order is called; a subject in front tells nothing about the column.
SUBJECTS = (
    "热线|市民|群众|工单|案件|案卷|诉求|事件|信访件?|信件|问题|投诉件?|来信|留言|任务|受理单|"
    "服务单|记录|业务|事项|办件|交办件|督办件|报修单?|故障|订单|本次"
)
#: Headers about something else: opinions, attachments, other people's data, counts and spans of time.
NO_FIELD = (
    r"意见|附件|照片|图片|备注|原因|理由|依据|时长|用时|耗时|间隔|倍数|率$|得分|扣分|分数|签名|标识$|录音|坐席|"
    "(?:回复|答复|办理|处置|处理|回访|督办|核查)(?:内容|情况|过程|经过|描述|措施)|"
    "审核|审批|督办|打印|导出|导入|企业名称|身份证|"
    "^(?:原|父|母|关联|上级|前次|历史|被反映(?:单位|人)|涉事|涉及|建设|施工|总包|"
    "派单(?:人|部门|单位|组织)|登记(?:人|部门|单位)|"
    r"创建(?:人|部门)|受理(?:人员?|部门|单位|员)|派遣(?:人|部门))|(?:数|数量|件数|总数|金额)$"
)
_EVENT = (
    "(?:受理|登记|来电|来话|进线|呼入|上报|创建|提交|录入|发起|诉求|反映|投诉|举报|信访|来信|来访|申请|建单|"
    "生成|接报|报案|接收|收件|收单|收文|提问|留言|建议|采集|来源|报修|报障|求助)"
)
_WHEN = r"(?:时间|日期|时刻|日|起始日)"
_CALLER = r"(?:来电|诉求|反映|投诉|举报|信访|求助|申请|联系|来信|留言|提交|上报|主叫|当事|建议)"
_PEOPLE = (
    "(?:来电|诉求|反映|投诉|举报|信访|求助|申请|联系|来信|留言|提交|上报|当事|建议|发起|提问|报修|"
    "报障|咨询)(?:人员?|者)|市民|客户|群众|用户|学生|业主|住户|居民|家长"
)
_AGENCY = r"(?:主责|承办|责任|主办|牵头|处置|办理|处理|经办|承接|转发|执行|最终处置|最终承办)"
_BODY = r"(?:部门|单位|机构|科室|队伍|中队|主体|组织|责任人|组)"

#: (field, pattern), the better wording of a field first.
CHINESE: tuple[tuple[str, str], ...] = (
    ("service_request_id", r"(?:编号|单号|号|工单id|工单号码|id号)"),
    ("service_request_id",
        r"(?:登记|受理|流水|业务|信访|举报|来信|留言|转办单工单|序列|移送|申请|表单)(?:流水)?(?:编号|单号|编码|号码?)"),
    ("service_request_id", r"(?:流水|序列)号|(?:问题线索)?编号|编码"),
    ("dispatch_id", r"(?:派遣|派单|转办|交办|分派|子工|处置)(?:任务|单)?(?:编号|单号|号)"),
    ("extended_datetime",
        rf"延期(?:后|至|到期)?(?:的)?(?:办结|处置|办理|结案)?(?:截止|时限|期限|到期)?{_WHEN}?|展期(?:后|至).*"),
    ("is_extended", ("(?:是否)?(?:延期|缓办|挂起|挂账|暂缓)(?:类型|状态|情况|标志|办理|次数|申请)?|"
        "是否(?:申请)?(?:延期|缓办|挂账)")),
    ("expected_datetime",
        ("(?:应|要求|规定|承诺|法定|限定|最迟|计划|预计|拟)(?:办结|结案|完成|办理|处置|"
            rf"处理|反馈|答复|办)(?:截止)?(?:{_WHEN}|期限|时限)")),
    ("expected_datetime",
        ("(?:捆绑|部门|单位|最终)?(?:处置|处理|办理|办结|完成|反馈|答复|承办|结案|"
            rf"回复|区?交办办结)?(?:截止|到期|限办){_WHEN}")),
    ("expected_datetime",
        r"(?:处置|处理|办理|办结|完成|反馈|答复|承办|结案|区?交办办结)(?:时限|期限|时效|限期)|时限|期限"),
    ("closed_datetime", rf"(?:实际|首次|最近|最终|最后)?(?:办结|结案|完结|销案|销号|关闭|归档|完成|解决|结束){_WHEN}"),
    ("closed_datetime", rf"(?:实际)?(?:处置|处理|办理)(?:完成|结束|完毕|办结){_WHEN}"),
    ("closed_datetime", rf"(?:处置|处理){_WHEN}"),
    ("dispatched_datetime",
        rf"(?:首次)?(?:派遣|派单|派件|派工|派发|下派|转派|分派|交办|转办|派送|下发|指派|区交办|市交办){_WHEN}"),
    ("sampled_datetime", rf"(?:回访|抽查|测评|评价|满意度评价){_WHEN}"),
    ("updated_datetime", rf"(?:最后|最近|最新)?(?:更新|修改|变更|操作){_WHEN}|(?:最后|最近)(?:更新|修改)"),
    ("requested_datetime", rf"(?:受理|来电|登记|上报){_WHEN}"),
    ("requested_datetime", rf"{_EVENT}(?:开始)?{_WHEN}"),
    ("requested_datetime", rf"(?:接单|立案|受理开始|发现|发生|事发){_WHEN}"),
    ("agency_assisting", rf"(?:协办|配合|协助|会办){_BODY}"),
    ("agency_role", r"(?:主协办|主办协办|办理角色|承办角色|承办类型|主次责|责任类型|工单性质|主协办类型)"),
    ("agency_responsible", rf"{_AGENCY}{_BODY}(?:名称|简称)?"),
    ("agency_responsible", rf"(?:一级|二级|三级|末级|最终|当前|所有|全部|区级|街镇级?)?{_AGENCY}{_BODY}(?:名称|简称)?"),
    ("agency_responsible", r"(?:二级|三级)部门"),
    ("service_subtype", ("(?:小类|二级|子类|细类)(?:名称|分类|类别|类型)?|"
        "二级(?:问题|诉求|事项|业务)?(?:分类|类别|类型)(?:名称)?")),
    ("service_subtype", r"(?:行业|事项)?(?:分类|类别|类型)(?:2级|二级|2)"),
    ("service_name", r"(?:大类|一级)(?:名称|分类|类别|类型)?|一级(?:问题|诉求|事项|业务)?(?:分类|类别|类型)(?:名称)?"),
    ("service_name", r"(?:行业|事项)?(?:分类|类别|类型)(?:1级|一级|1)"),
    ("service_name", r"(?:热点|业务|事项|内容|诉求内容)?(?:分类|类型|类别|种类)(?:名称)?"),
    ("service_name", r"(?:反映|咨询|受理|来电|污染|信访)(?:类型|类别|性质|分类)|(?:所涉|涉及)领域"),
    ("status", ("(?:当前|办理|处理|处置|流程|公开|反馈|办结)?(?:完成)?(?:状态|环节|阶段|进度|节点|进展)(?:名称)?|"
        "(?:是否)?(?:办结|结案)(?:状态)?")),
    ("title", r"(?:标题|主题|题名|名称|标题名称)"),
    ("description", ("(?:具体|主要|详细|反映|反应|来电|登记|问题|建议|市民|来信|督办|申请|投诉|咨询|求助|举报|"
        "报修)?(?:内容|描述|详情|摘要|诉求|述求|事由|正文|原文)(?:描述|摘要)?")),
    ("description", r"(?:主要|具体|反映|信访)(?:诉求|问题|事项|情况)(?:描述)?|(?:市民)?诉求"),
    ("community", ("(?:所属|所在|问题所在|处置)?(?:居村|村居|居委会?|社区|村社区?|"
        "居民区|村居委|居村委)(?:名称)?|所在村社区")),
    ("grid", r"(?:所属|所在|责任|单元|万米|基础)?网格(?:名称|编号|号|单元)?|(?:所属)?片区"),
    ("unit", ("(?:所属|所在|被反映|承办|问题发生|问题属地|事发|属地|发生)?(?:街镇|"
        "街道乡镇|街乡镇|街道|镇街|乡镇|镇)(?:名称)?")),
    ("unit", r"(?:所属|问题|事发|行政|发生|诉求)?(?:区域|属地|辖区|区划)(?:名称)?"),
    ("address", r"(?:发生|事发|案发|具体|详细|反映|现场)?(?:地址|地点|位置|点位|发生地)(?:描述)?"),
    ("longitude", r"x坐标|经度|坐标x|地图经度"),
    ("latitude", r"y坐标|纬度|坐标y|地图纬度"),
    ("caller_id", (rf"(?:{_CALLER}人?|{_PEOPLE})(?:的)?(?:电话|号码|手机号?|手机号码|"
        "联系电话|联系方式|电话账号)|回访号码")),
    ("caller_id", r"(?:联系)?(?:电话|手机号?码?)|联系(?:方式|号码)|来电号码"),
    ("caller_name", rf"(?:{_PEOPLE})(?:姓名|名称)?|姓名|诉求姓名"),
    ("source", ("(?:信息|上报|受理|来电|诉求|接入|反映|申请|投诉|举报|报修)?(?:来源|渠道|途径|入口)(?:渠道|途径|"
        "名称|类型)?|(?:受理|来电|提交|上报)方式|(?:信访|来访|反映|受理)形式|案源")),
    ("urgency", r"(?:紧急|缓急|重要)(?:程度|级别|等级)|优先级?|级别|等级"),
    ("was_contacted", r"(?:是否)?(?:及时|按时)?(?:先行|首次|首问)?联系(?:情况|结果|与否|是否及时|及时与否)?"),
    ("resolution", r"是否(?:已|实际)?(?:解决|化解)|(?:实际)?(?:解决|化解)(?:情况|结果|与否|状态)|办理结果"),
    ("satisfaction", r"是否满意|(?:办理|回访|结果|短信|服务|评价)?满意(?:度|情况|与否|评价|工单)(?:评价|测评|结果)?"),
    ("satisfaction", rf"(?:办理|回访|办理结果|服务|{_PEOPLE})?评价(?:结果|等级|情况)?|办理结果评价"),
    ("is_repeated", ("(?:是否)?(?:重复|再次投诉|多次反映|反复)(?:件|单|工单|诉求|投诉|"
        "反映|标志)?|是否再次(?:投诉|反映|来电)")),
    ("returned_count", r"(?:退单|退回|退件|退派)次数"),
    ("redone_count", r"(?:重办|返工|重派|重新办理|回退重办|二次派单)次数"),
    ("was_returned", r"是否(?:退单|退回|退件)|退单(?:情况|标志|状态)"),
    ("is_valid", r"是否有效(?:工单|件)?|有效性"),
    ("is_red_light", r"(?:是否)?(?:红灯|亮红灯)(?:案件|超时)?"),
)  # fmt: skip

_REQUEST = (
    r"(?:service request|service|sr|case|case enquiry|request|ticket|issue|incident|reference|unique|complaint|record)"
)
#: What an order is called in front of an English header; it tells nothing about the column either.
ENGLISH_SUBJECT = (
    "(?:(?:customer|citizen|resident|public|service|request|sr|case|ticket|"
    "issue|incident|complaint|record|event|problem) )+"
)
#: Words of headers that exports write as one: OPENEDDATETIME, srtype, closedate.
_JOINED = (
    "service request sr case ticket issue incident complaint id number num "
    "no nbr type name desc description status date"
    " time datetime created create opened open closed close due target sla updated update modified received requested"
    " completed resolved reason category sub method source origin channel owner agency department address"
    " location latitude longitude lat long lng title priority neighborhood district last assigned"
)
JOINED = frozenset(_JOINED.split())
_DATE = r"(?:date|datetime|dt|dttm|time|date time|at|on|timestamp)"
_GIVEN = r"(?:requested|created|create|opened|open|submitted|received|reported|entered|initiated|creation|request)"
_ENDED = r"(?:closed|close|completed|completion|resolved|resolution|finished)"
ENGLISH: tuple[tuple[str, str], ...] = (
    ("service_request_id", rf"{_REQUEST} (?:id|number|num|no|nbr|key|#)|(?:sr|case|ticket)number"),
    ("service_request_id", r"(?:object ?|f|global ?)?id"),
    ("requested_datetime", rf"(?:date )?(?:requested|created|opened|submitted|received|reported)(?: {_DATE})?"),
    ("requested_datetime", rf"{_GIVEN} ?{_DATE}|date (?:[a-z]+ )*{_GIVEN}"),
    ("extended_datetime", rf"(?:extended|new) (?:due|target) {_DATE}"),
    ("expected_datetime",
        ("(?:sla |overall |original )*(?:due|target|target close|expected|planned end|"
            rf"expected close|estimated completion) ?{_DATE}|sla {_DATE}")),
    ("expected_datetime", rf"(?:overall )?(?:service request )?(?:due|target) ?{_DATE}"),
    ("closed_datetime", rf"(?:actual )?{_ENDED} ?{_DATE}|date (?:[a-z]+ )*{_ENDED}|closed"),
    ("dispatched_datetime", rf"(?:assigned|dispatched|dispatch) ?{_DATE}"),
    ("updated_datetime", (rf"(?:last )*(?:updated|modified|update) ?{_DATE}|"
        rf"last (?:updated|modified|activity)(?: {_DATE})?")),
    ("updated_datetime", rf"status (?:change )?{_DATE}"),
    ("agency_responsible",
        r"agency responsible|responsible agency|agency(?: name)?|department(?: name| desc| description)?"),
    ("agency_responsible",
        ("(?:owner|owning|assigned|responsible|handling|lead|city) (?:department|agency|division)|"
            "owner(?: desc| description| name)?")),
    ("service_subtype", ("(?:service |request )?sub ?(?:type|category)|descriptor|category name|"
        "problem detail|(?:type|name) details?")),
    ("service_name", ("(?:type|category)(?: desc| description| name)?|service name|complaint type|"
        "category level 1|code description|problem")),
    ("service_name", r"reason(?: name)?"),
    ("service_subtype", r"topic|category level 2"),
    ("status", r"(?:current )?status(?: desc| description)?"),
    ("source", ("(?:report )?(?:source|origin|channel)(?: type)?|"
        "method received(?: desc| description)?|open data channel type")),
    ("title", r"title"),
    ("title", r"subject|summary"),
    ("description", r"(?:public )?(?:description|details)"),
    ("description", r"content|message(?: body| text)?|comments?"),
    ("address", r"(?:street |full |location )?address(?: 1)?"),
    ("address", r"location"),
    ("community", r"neighbou?rhoods?(?: district| name)?|borough|community area|nc name"),
    ("latitude", r"(?:location )?(?:lat|latitude)(?: coordinate)?"),
    ("longitude", r"(?:location )?(?:lon|lng|long|longitude)(?: coordinate)?"),
    ("is_repeated", r"(?:is )?duplicate"),
    ("caller_name", ("(?:full|caller|reporter|requester|requestor|complainant|contact|customer|citizen|resident) name|"
        "(?:reported|requested|submitted) by")),
    ("caller_id", ("(?:caller |contact |customer |mobile |cell |reporter )?(?:tele)?phone(?: number| no)?|"
        "mobile(?: number| no)?")),
    ("urgency", r"priority|urgency"),
)  # fmt: skip
