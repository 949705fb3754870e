import {History} from './src/history/history'; import {readFileSync} from 'fs';
import { renderTimeline } from './src/report/timeline-text';
import { EventLog } from './src/history/event-log';
for (const f of ['child-parent-close-terminate.parent','local-activity-fails.main','update-accepted-then-completed.main','patched.main']) console.log(renderTimeline(History.from(readFileSync(`test/history/fixtures/${f}.json`,'utf8')))+'\n');
const p=(x:unknown)=>({payloads:[{metadata:{encoding:new TextEncoder().encode('json/plain')},data:new TextEncoder().encode(JSON.stringify(x))}]});
const T=1893456000000; const s=(ms:number)=>({seconds:Math.floor(ms/1000),nanos:ms%1000*1e6});
let id=0; const log=new EventLog(); const ev=(t:number,type:any,attributes:any)=>log.append({id:++id,time:T+t,type,attributes} as any);
ev(0,'WorkflowExecutionStarted',{workflowType:{name:'checkout'},workflowId:'order-1',originalExecutionRunId:'0196aa00-0000-4000-8000-000000000001',taskQueue:{name:'orders'},input:p({sku:1})});
ev(0,'WorkflowTaskScheduled',{}); ev(0,'WorkflowTaskStarted',{}); ev(0,'WorkflowTaskCompleted',{});
ev(0,'ActivityTaskScheduled',{activityId:'1',activityType:{name:'charge'},input:p(10),startToCloseTimeout:s(30000),scheduleToCloseTimeout:s(120000),retryPolicy:{initialInterval:s(1000),backoffCoefficient:2,maximumInterval:s(100000)}});
ev(0,'TimerStarted',{timerId:'1',startToFireTimeout:s(60000)});
ev(5000,'WorkflowExecutionSignaled',{signalName:'approve',input:p('bob')});
ev(8000,'ActivityTaskStarted',{scheduledEventId:5,attempt:4,lastFailure:{message:'card declined',applicationFailureInfo:{type:'PaymentError'}}});
ev(8250,'ActivityTaskCompleted',{scheduledEventId:5,startedEventId:8,result:p({receipt:'r-1'})});
ev(8250,'ActivityTaskScheduled',{activityId:'2',activityType:{name:'ship'},startToCloseTimeout:s(30000)});
ev(8250,'ActivityTaskStarted',{scheduledEventId:10,attempt:1});
ev(38250,'ActivityTaskTimedOut',{scheduledEventId:10,startedEventId:11,failure:{message:'activity StartToClose timeout',timeoutFailureInfo:{timeoutType:1}}});
ev(60000,'TimerFired',{timerId:'1',startedEventId:6});
ev(60000,'WorkflowTaskScheduled',{}); ev(60000,'WorkflowTaskStarted',{}); ev(60000,'WorkflowTaskCompleted',{});
ev(60000,'WorkflowExecutionFailed',{failure:{message:'Activity task timed out',activityFailureInfo:{activityType:{name:'ship'}},cause:{message:'x',timeoutFailureInfo:{timeoutType:1}}}});
const h=new History(log);
console.log(renderTimeline(h)+'\n');
const base={workflowId:'order-1',runId:'0196aa00-0000-4000-8000-000000000001',activityId:'1',activityType:'charge'};
console.log(renderTimeline({histories:[h],attempts:[
 {...base,attempt:1,scheduledTime:T,startedTime:T,endedTime:T+250,outcome:'failed',failure:'PaymentError: card declined',nextRetryTime:T+1250},
 {...base,attempt:2,scheduledTime:T+1250,startedTime:T+1250,endedTime:T+1500,outcome:'failed',failure:'PaymentError: card declined',nextRetryTime:T+3500},
 {...base,attempt:3,scheduledTime:T+3500,startedTime:T+3500,endedTime:T+4000,outcome:'lost',nextRetryTime:T+8000},
 {...base,attempt:4,scheduledTime:T+8000,startedTime:T+8000,endedTime:T+8250,outcome:'completed'},
]},{width:110}));
