export function top(profile:any, n=45){
  const self=new Map<number,number>(); const d=profile.timeDeltas; profile.samples.forEach((id:number,i:number)=>self.set(id,(self.get(id)??0)+(d[i]??0)));
  const nodes=new Map<number,any>(profile.nodes.map((x:any)=>[x.id,x])); 
  const parent=new Map<number,number>(); for(const x of profile.nodes) for(const c of x.children??[]) parent.set(c,x.id);
  const total=new Map<string,number>(), own=new Map<string,number>();
  for(const [id,t] of self){ const name=(x:any)=>`${x.callFrame.functionName||"(anon)"} ${x.callFrame.url.split("/").pop()}:${x.callFrame.lineNumber}`;
    own.set(name(nodes.get(id)),(own.get(name(nodes.get(id)))??0)+t);
    const seen=new Set<string>(); for(let k:number|undefined=id;k!==undefined;k=parent.get(k)){const nm=name(nodes.get(k)); if(!seen.has(nm)){seen.add(nm); total.set(nm,(total.get(nm)??0)+t);} } }
  const p=(m:Map<string,number>)=>[...m].sort((a,b)=>b[1]-a[1]).slice(0,n).map(([k,v])=>`${(v/1000).toFixed(1).padStart(8)} ${k}`).join("\n");
  return `OWN\n${p(own)}\nTOTAL\n${p(total)}`;
}
